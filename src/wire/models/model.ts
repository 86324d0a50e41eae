/** The form of the generated tables: what a service's operations take and answer, as its Query protocol needs to know. */

/** One service's API. */
export interface ServiceModel {
  readonly service: "iam" | "sts";
  /** What `Version` must be. */
  readonly version: string;
  /** The XML namespace of answers and errors. */
  readonly namespace: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly errors: Readonly<Record<string, ErrorModel>>;
}

export interface OperationModel {
  /** Names of structures in `shapes`; absent when the operation takes or answers nothing. */
  readonly input?: string;
  readonly output?: string;
  /** Names in `errors`. */
  readonly errors?: readonly string[];
}

export interface ErrorModel {
  /** As on the wire, in `Error/Code`. */
  readonly code: string;
  readonly status: number;
}

export type Shape =
  | StructureShape
  | ListShape
  | MapShape
  | StringShape
  | IntegerShape
  | { readonly type: "boolean" }
  | { readonly type: "timestamp" }
  | BlobShape;

export interface StructureShape {
  readonly type: "structure";
  /** Wire name → shape name, in the order in which answers show them. */
  readonly members: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
}

export interface ListShape {
  readonly type: "list";
  readonly member: string;
  /** `X.N` instead of `X.member.N`; in answers, the element repeated without a wrapper. */
  readonly flattened?: true;
  /** Number of members. */
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly type: "map";
  readonly key: string;
  readonly value: string;
}

export interface StringShape {
  readonly type: "string";
  /** Length in UTF-16 units. */
  readonly min?: number;
  readonly max?: number;
  /** As the model writes it, which is also how messages quote it. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Never quoted in a message, never logged. */
  readonly sensitive?: true;
}

export interface IntegerShape {
  readonly type: "integer";
  readonly min?: number;
  readonly max?: number;
}

export interface BlobShape {
  readonly type: "blob";
  readonly sensitive?: true;
}
