/** What AWS publishes about its services' actions, as plain data. AWS: Service Authorization Reference. */

export type AccessLevel = "List" | "Read" | "Write" | "Tagging" | "Permissions management";

export type KeyType = "String" | "ARN" | "Bool" | "Numeric" | "Date" | "IPAddress";

export interface ConditionKeyFacts {
  /** As AWS writes it; `{TagKey}` and its like stand for the part that the author chooses: `aws:RequestTag/{TagKey}`. */
  readonly name: string;
  readonly type: KeyType;
  readonly multiValued: boolean;
}

export interface ResourceTypeFacts {
  readonly name: string;
  /** `arn:{Partition}:s3:::{BucketName}/{ObjectName}`; several where the type has had several forms. */
  readonly arns: readonly string[];
  /** Keys that the resource brings, whatever the action. */
  readonly conditionKeys: readonly ConditionKeyFacts[];
}

export interface ActionResource {
  readonly type: ResourceTypeFacts;
  /** Whether each call concerns such a resource. */
  readonly required: boolean;
}

export interface ActionFacts {
  /** The prefix: `s3`. */
  readonly service: string;
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** None: the action is decided on the resource `*`. */
  readonly resources: readonly ActionResource[];
  /** The action's own keys and those of its resources; global keys come on top. */
  readonly conditionKeys: readonly ConditionKeyFacts[];
}

export interface ServiceFacts {
  readonly prefix: string;
  /** `Amazon S3`. */
  readonly name: string;
  readonly actions: readonly ActionFacts[];
  readonly resourceTypes: readonly ResourceTypeFacts[];
  readonly conditionKeys: readonly ConditionKeyFacts[];
}

/** Looks the facts up. Every name may be in any case; nothing throws. */
export interface ServiceReference {
  /** Where the facts come from, and the day they are of: `2026-09-26`. */
  readonly source: {
    readonly name: string;
    readonly version: string;
    readonly date: string;
    readonly licence: string;
  };
  /** Every service's prefix, in alphabetical order. */
  readonly prefixes: readonly string[];
  service(prefix: string): ServiceFacts | undefined;
  /** `s3:GetObject`. */
  action(action: string): ActionFacts | undefined;
  /** The actions of one service that `s3:Get*` matches; none when the pattern names no known service, as `*` does not. */
  actionsMatching(pattern: string): readonly ActionFacts[];
  /** A key as a policy writes it: `aws:RequestTag/team` is found under `aws:RequestTag/{TagKey}`. */
  conditionKey(key: string): ConditionKeyFacts | undefined;
}
