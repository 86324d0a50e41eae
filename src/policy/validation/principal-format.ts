/** The forms a principal may have. AWS: IAM user guide, "AWS JSON policy elements: Principal". */
import { isAccountId, parseArn } from "../../base/index.ts";
import type { PrincipalKey } from "../document/document.ts";

const webProviders: ReadonlySet<string> = new Set([
  "cognito-identity.amazonaws.com",
  "accounts.google.com",
  "graph.facebook.com",
  "www.amazon.com",
]);

/** Whether `value` may stand under `key`; whether such a principal exists is for IAM to say. */
export function isPrincipalForm(key: PrincipalKey, value: string): boolean {
  switch (key) {
    case "AWS":
      return value === "*" || isAccountId(value) || isUniqueId(value) || isAwsPrincipalArn(value);
    case "Service":
      return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(value);
    case "Federated":
      return webProviders.has(value) || isProviderArn(value);
    case "CanonicalUser":
      return /^[0-9a-f]{64}$/.test(value);
  }
}

/** As IAM stores users and roles: `AIDA…`, `AROA…`. */
export function isUniqueId(value: string): boolean {
  return /^A(?:IDA|ROA)[A-Z0-9]{12,124}$/.test(value);
}

function isAwsPrincipalArn(value: string): boolean {
  const arn = parseArn(value);
  if (arn === undefined || arn.region !== "" || !isAccountId(arn.accountId) || /[*?]/.test(value))
    return false;
  if (arn.service === "iam") return arn.resource === "root" || isNamed(arn.resource, ["user/", "role/"]);
  return arn.service === "sts" && isNamed(arn.resource, ["assumed-role/", "federated-user/"]);
}

function isProviderArn(value: string): boolean {
  const arn = parseArn(value);
  return (
    arn !== undefined &&
    arn.service === "iam" &&
    isAccountId(arn.accountId) &&
    isNamed(arn.resource, ["saml-provider/", "oidc-provider/"]) &&
    !/[*?]/.test(value)
  );
}

function isNamed(resource: string, starts: readonly string[]): boolean {
  return starts.some((start) => resource.startsWith(start) && resource.length > start.length);
}
