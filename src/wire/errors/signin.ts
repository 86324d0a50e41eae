/**
 * The sign-in federation endpoint's refusals. They are pages and plain texts, not XML: only status and sentence are shown.
 * AWS: IAM user guide, "Enabling custom identity broker access to the AWS console"; sentences as reported by users.
 */
import { entry } from "./entry.ts";

export const signinErrors = {
  /** AWS: said to GetSessionToken and long-lived credentials. */
  onlyFederationOrRoleTokens: entry(
    "InvalidRequest",
    400,
    "Only federation tokens or assume role tokens may be used for federated login. Please contact your administrator.",
  ),
  /** AWS: said when the triple is not valid: unknown, forged, altered, expired, or its principal is gone. */
  invalidCredentials: entry("InvalidRequest", 400, "Invalid credentials parameter"),
  /** unverified; `Session` is not JSON with the three members. */
  malformedSession: entry("InvalidRequest", 400, "The Session parameter is syntactically incorrect"),
  /** unverified */
  sessionDurationOutOfRange: entry(
    "InvalidRequest",
    400,
    (least: number, most: number) => `SessionDuration must be a number of seconds from ${least} to ${most}`,
  ),
  /** unverified; AWS: chained role credentials and federation tokens cannot choose how long the console session lasts. */
  sessionDurationNotAllowed: entry(
    "InvalidRequest",
    400,
    "SessionDuration can only be used with AssumeRole credentials that were obtained with long-term credentials",
  ),
  /** unverified */
  unknownAction: entry("InvalidRequest", 400, "Action must be getSigninToken or login"),
  /** unverified; also for a token that was used or is older than 15 minutes: the page does not tell which. */
  invalidSigninToken: entry(
    "InvalidRequest",
    400,
    "The sign-in token is not valid, was used before, or has expired",
  ),
  /** unverified */
  missingDestination: entry("InvalidRequest", 400, "The Destination parameter is required"),
  /** unverified */
  destinationNotAllowed: entry(
    "InvalidRequest",
    400,
    "The Destination parameter names a place that is not allowed",
  ),
  methodNotAllowed: entry("MethodNotAllowed", 405, "The federation endpoint answers GET and POST"),
  /** unverified */
  requestTooLarge: entry("InvalidRequest", 400, "The request is too large"),
} as const;
