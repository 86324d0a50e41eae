/**
 * policy/reference: which services, actions, resource types and condition keys AWS has. Nearly a megabyte of tables, so it
 * has a door of its own: `policy` knows the shapes only, and who wants the facts brings them.
 * Imports `policy` only; runs in a browser. Start reading at `facts.ts`.
 */
import type { ServiceReference } from "./facts.ts";
import { services, source } from "./services.generated.ts";
import { TableReference } from "./tables.ts";

export type {
  AccessLevel,
  ActionFacts,
  ActionResource,
  ConditionKeyFacts,
  KeyType,
  ResourceTypeFacts,
  ServiceFacts,
  ServiceReference,
} from "./facts.ts";
export { findActionKey, findGlobalKey, isWildcardOnly } from "./keys.ts";

/** AWS's services as of `source.date`; each is read when it is first asked for. */
export const serviceReference: ServiceReference = new TableReference(source, services);
