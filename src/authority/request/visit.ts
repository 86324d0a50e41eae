/** What is known of a request before any room looks at it. */
import type { ReadSignature } from "../../sigv4/index.ts";
import type { NotedDenial } from "../denials/index.ts";

export interface Visit {
  readonly requestId: string;
  /** The authority's time of the request, milliseconds; every check of the request uses this one. */
  readonly now: number;
  readonly signature: ReadSignature;
  readonly denial: NotedDenial;
}
