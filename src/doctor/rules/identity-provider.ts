/** Whose token it was, as the token says: its provider in IAM, and what there is to show. Pure. */
import type { Claims, Facts, Named } from "../facts.ts";
import type { Evidence } from "../finding.ts";
import { settingEvidence, symptomEvidence } from "./words.ts";

/** Who the token says it is of, as a role's trust policy names it. */
export interface Provider {
  /** Of its condition keys: the issuer without its scheme. */
  readonly name: string;
  /** What stands as Federated: its ARN in the role's account. */
  readonly federated: string;
  readonly issuer: string;
}

/** AWS: these need no provider of the account's own. */
const builtIn: ReadonlySet<string> = new Set(["accounts.google.com", "cognito-identity.amazonaws.com"]);

/** undefined where the role or the issuer is not known. */
export function providerOf(facts: Facts): Provider | undefined {
  const role = /^arn:(?<partition>[\w-]+):iam::(?<account>\d{12}):role\//.exec(
    facts.webIdentity?.roleArn?.value ?? "",
  )?.groups;
  const issuer = issuerOf(facts);
  if (role === undefined || issuer === undefined) return undefined;
  const name = issuer.replace(/^https:\/\//, "");
  const arn = `arn:${role.partition}:iam::${role.account}:oidc-provider/${name}`;
  return { name, issuer, federated: builtIn.has(name) ? name : arn };
}

/** SECURITY: a token is anybody's text, and this stands in commands: what is no address is none. */
export function issuerOf(facts: Facts): string | undefined {
  const issuer = claimsOf(facts)?.issuer;
  const isAddress = /^(?:https?:\/\/)?\w[\w.~%-]*(?::\d+)?(?:\/[\w.~:/%-]*)?$/.test(issuer ?? "");
  return isAddress ? issuer : issuerTold(facts);
}

/** What the sentence names. */
function issuerTold({ symptom }: Facts): string | undefined {
  return /in your account for (https:\/\/[\w.~:/%-]+)/.exec(symptom?.sentence ?? "")?.[1];
}

/** Of the token here, unless the refused one was another provider's. */
export function claimsOf(facts: Facts): Claims | undefined {
  const claims = facts.webIdentity?.claims;
  const told = issuerTold(facts);
  return told === undefined || told === claims?.issuer ? claims : undefined;
}

/** The failure, the role, and what the token says of itself. */
export function evidenceOf(facts: Facts): readonly Evidence[] {
  const { roleArn, tokenFile } = facts.webIdentity ?? {};
  const claims = claimsOf(facts);
  return [
    ...symptomEvidence(facts),
    ...namedEvidence("role_arn", roleArn),
    ...namedEvidence("web_identity_token_file", tokenFile),
    ...(claims === undefined
      ? []
      : Object.entries({ iss: claims.issuer, aud: claims.audience, sub: claims.subject }).flatMap(
          ([name, value]) =>
            value === undefined
              ? []
              : [{ text: { en: `the token says ${name} = ${value}`, ja: `トークンの ${name} = ${value}` } }],
        )),
  ];
}

function namedEvidence(key: string, named: Named | undefined): readonly Evidence[] {
  return settingEvidence(named?.setting ?? key, named);
}
