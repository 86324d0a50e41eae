/** A caller from its ARN, for those who ask the engine without having authenticated anybody. */
import { isAccountId, parseArn } from "../base/index.ts";
import type { ContextValue, PrincipalFacts } from "./types.ts";

/** Nobody's unique id: it equals none that a policy names. */
const unknownId = "";
const sessionName = "session";

/**
 * `arn:aws:iam::A:user/U`, `…:role/R` (a session of it), `arn:aws:sts::A:assumed-role/R/S`, `…:federated-user/N`,
 * `arn:aws:iam::A:root` or the twelve digits, a provider's ARN (an unsigned federation), a service such as
 * `ec2.amazonaws.com`, or `anonymous`. undefined for any other text. A session's ARN does not tell its role's path.
 */
export function parsePrincipal(text: string): PrincipalFacts | undefined {
  if (text === "anonymous" || text === "*") return { type: "anonymous" };
  if (isAccountId(text)) return { type: "root", accountId: text, arn: `arn:aws:iam::${text}:root` };
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(text)) return { type: "service", service: text };
  const arn = parseArn(text);
  if (arn === undefined || !isAccountId(arn.accountId)) return undefined;
  const { accountId, partition, resource } = arn;
  const [kind = "", ...path] = resource.split("/");
  const name = path.at(-1) ?? "";
  if (arn.service === "iam" && resource === "root") return { type: "root", accountId, arn: text };
  if (name === "") return undefined;
  switch (`${arn.service}:${kind}`) {
    case "iam:user":
      return { type: "user", accountId, arn: text, uniqueId: unknownId };
    case "iam:role": {
      const session = `arn:${partition}:sts::${accountId}:assumed-role/${name}/${sessionName}`;
      return { type: "role", accountId, arn: session, roleArn: text, uniqueId: unknownId };
    }
    case "sts:assumed-role": {
      const [role = "", session = "", ...more] = path;
      if (role === "" || session === "" || more.length > 0) return undefined;
      const roleArn = `arn:${partition}:iam::${accountId}:role/${role}`;
      return { type: "role", accountId, arn: text, roleArn, uniqueId: unknownId };
    }
    case "sts:federated-user":
      return { type: "federated", accountId, arn: text, uniqueId: unknownId };
    case "iam:oidc-provider":
      return { type: "web-identity", provider: text };
    case "iam:saml-provider":
      return { type: "saml", provider: text };
    default:
      return undefined;
  }
}

const principalTypes: Readonly<Partial<Record<PrincipalFacts["type"], string>>> = {
  root: "Account",
  user: "User",
  role: "AssumedRole",
  federated: "FederatedUser",
  anonymous: "Anonymous",
};

/**
 * The condition keys that follow from who asks, by lower-case name. AWS: IAM user guide, "Properties of the principal".
 * A session's own keys (MFA, issue time, tags) do not follow from its ARN.
 */
export function principalContext(facts: PrincipalFacts): ReadonlyMap<string, ContextValue> {
  const keys = new Map<string, ContextValue>();
  const type = principalTypes[facts.type];
  if (type !== undefined) keys.set("aws:principaltype", type);
  if (facts.type === "anonymous") keys.set("aws:principalaccount", "anonymous");
  if (!("accountId" in facts)) return keys;
  keys.set("aws:principalaccount", facts.accountId);
  keys.set("aws:principalarn", facts.type === "role" ? facts.roleArn : facts.arn);
  if (facts.type === "user") keys.set("aws:username", facts.arn.slice(facts.arn.lastIndexOf("/") + 1));
  if (facts.type === "root") keys.set("aws:userid", facts.accountId);
  return keys;
}
