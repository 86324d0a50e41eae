/** AWS: IAM user guide, "Troubleshoot access denied error messages": both wordings, and the newer one that names the policy. */
import type { Denial, PolicyType } from "./symptom.ts";

const stem = String.raw`User: (?<user>\S+) is not authorized to perform: (?<action>[A-Za-z0-9-]+:\S+?)`;
const on = String.raw`(?: on resource: (?<resource>.*[^,\s])| on the resource associated with this ciphertext)?`;
/** In the oldest wording a deny has no type; AWS: KMS developer guide, "Troubleshooting access", has one of its own. */
const clause = `,? (?<clause>because no |because the resource does not exist|with an explicit deny)(?<rest>.*)`;
/** Names hold any words, those of a reason too: the last reason is AWS's. */
const forms = [new RegExp(`${stem}${on}${clause}$`), new RegExp(`${stem}${on}$`)];

/** What SDKs for Java write behind AWS's sentence. */
const javaTail = /(?: \((?:Service|SDK Attempt Count): [^()]*\))+$/;

/** How AWS calls each type, in either wording. */
const policyWords: readonly (readonly [PolicyType, RegExp])[] = [
  ["identity", /^(?:an )?identity-based polic/],
  ["resource", /^(?:a )?resource-based polic/],
  ["boundary", /^(?:a )?permissions? boundar/],
  ["session", /^(?:a )?sessions? polic/],
  ["trust", /^(?:the |a )?role trust polic/],
  ["scp", /^(?:a )?service control polic/],
  ["rcp", /^(?:a )?resource control polic/],
  ["vpc-endpoint", /^(?:a )?VPC endpoint polic/],
];

/** Where somebody, or a window, left the rest out. */
const cutOff = /(?:…|\.{2,})$/;
/** A log that hides the account, and a person who does, leave an ARN that no policy may name. */
const hiddenAccount = /^arn:[^:]*:[^:]*:[^:]*:(?=[^:]*(?:\*\*|x{3}|[…<[#]))/i;

/** undefined when the sentence is no refusal by policy, or ends within its action. */
export function parseDenial(sentence: string): Denial | undefined {
  const told = sentence.trim().replace(javaTail, "").replace(/\.+$/, "");
  const groups = forms.map((form) => form.exec(told)?.groups).find((found) => found !== undefined);
  if (groups?.user === undefined || groups.action === undefined) return undefined;
  const isCut = cutOff.test(sentence.trim()) && groups.clause === undefined;
  if (isCut && groups.resource === undefined) return undefined;
  const resource = groups.resource?.replace(/^"|"$/g, "");
  const rest = (groups.rest ?? "").replace(/^ in /, "");
  return {
    user: groups.user,
    action: groups.action,
    resource: isCut || hiddenAccount.test(resource ?? "") ? undefined : resource,
    policyType: groups.clause?.includes("does not exist")
      ? "resource"
      : policyWords.find(([, pattern]) => pattern.test(rest))?.[0],
    isExplicit: groups.clause?.startsWith("with") ?? false,
    policyArn: /: (arn:\S+)$/.exec(rest)?.[1],
  };
}

/** A session's role; every other caller's ARN is its own. */
export function roleOfSession(arn: string): string {
  const match = /^(arn:[^:]+:)sts(::\d{12}:)assumed-role\/([^/]+)\//.exec(arn);
  return match === null ? arn : `${match[1]}iam${match[2]}role/${match[3]}`;
}
