/**
 * services: AWS's services as the vault calls them: one configuration for all clients of the SDK, clocks measured,
 * failures in words. Clients are loaded where they are called, so that a kept session loads none.
 * May import: base. Start reading at `call.ts`, then `failure.ts`.
 */
export { type CallOptions, callService } from "./call.ts";
export {
  type CallerIdentity,
  type CallerIdentityOptions,
  getCallerIdentity,
  isDeadSession,
  sdkCredentials,
} from "./caller-identity.ts";
export { describeSkew, isSkewed, measureOffset } from "./clock-offset.ts";
export {
  type ClockOffset,
  type Connection,
  clientConfig,
  fallbackRegion,
  type RequestHandler,
} from "./connection.ts";
export { redact, refusalOf } from "./failure.ts";
export { parseObject, textOf } from "./json.ts";
export { type FormAnswer, type FormCall, postForm } from "./post-form.ts";
export { at } from "./reason.ts";
export { requireLiving, withServiceTime } from "./service-time.ts";
