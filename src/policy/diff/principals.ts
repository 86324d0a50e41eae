/** The callers that statements tell apart. */
import { isAccountId, parseArn } from "../../base/index.ts";
import { isUngoverned } from "../evaluation/evaluate.ts";
import { namesOf } from "../matching/principal.ts";
import type { PolicyKind, PrincipalFacts } from "../types.ts";
import { isUniqueId } from "../validation/principal-format.ts";
import { maxPrincipals } from "./limits.ts";
import type { DiffStatement } from "./side.ts";

export interface PrincipalChoice {
  readonly facts: PrincipalFacts;
  /** Whether the caller's own policies say nothing, so that a grant to its account is not enough. */
  readonly alone: boolean;
  readonly taking: ReadonlySet<DiffStatement>;
}

export interface PrincipalChoices {
  readonly choices: readonly PrincipalChoice[];
  readonly complete: boolean;
}

const account = "111122223333";
const otherAccount = "999988887777";
/** Asks where policies name nobody. */
const somebody: PrincipalFacts = {
  type: "user",
  accountId: account,
  arn: `arn:aws:iam::${account}:user/example`,
  uniqueId: "AIDAEXAMPLE0000000001",
};

/** What no policy governs depends on who asks. */
const ungovernedActions = ["sts:getcalleridentity", "sts:getsessiontoken"] as const;

/** Policies that filter what others grant; a grant by them alone is none. */
const filters: ReadonlySet<PolicyKind> = new Set(["rcp", "vpce"]);

export function principalChoices(statements: readonly DiffStatement[], kind: PolicyKind): PrincipalChoices {
  if (statements.every(({ compiled }) => compiled.grantTo === undefined))
    return { choices: [{ facts: somebody, alone: false, taking: new Set(statements) }], complete: true };
  const choices = new Map<string, PrincipalChoice>();
  let count = 0;
  for (const facts of callersOf(statements)) {
    count += 1;
    if (count > maxPrincipals) return { choices: [...choices.values()], complete: false };
    for (const alone of [false, true]) {
      if (alone && (filters.has(kind) || facts.type === "root" || !("accountId" in facts))) continue;
      const taking = takingOf(statements, facts, alone);
      const ungoverned = ungovernedActions.map((action) => Number(isUngoverned(action, facts))).join("");
      const vector = `${alone} ${ungoverned} ${statements.map((one) => Number(taking.has(one))).join("")}`;
      if (!choices.has(vector)) choices.set(vector, { facts, alone, taking });
    }
  }
  return { choices: [...choices.values()], complete: true };
}

function takingOf(
  statements: readonly DiffStatement[],
  facts: PrincipalFacts,
  alone: boolean,
): ReadonlySet<DiffStatement> {
  const names = namesOf(facts);
  return new Set(
    statements.filter(({ compiled: { grantTo, effect } }) => {
      const grant = grantTo === undefined ? "direct" : grantTo(names);
      return alone && effect === "Allow" ? grant === "direct" || grant === "limited" : grant !== "none";
    }),
  );
}

/** Every combination of the names that the statements list with each other and with names that none lists. */
function* callersOf(statements: readonly DiffStatement[]): Generator<PrincipalFacts> {
  const entries = statements.flatMap(({ statement }) => statement.principal?.entries ?? []);
  const valuesOf = (key: string): string[] => [
    ...new Set(entries.filter((entry) => entry.key === key).map(({ value }) => value)),
  ];
  const aws = valuesOf("AWS");
  const arns = aws.flatMap((text) => {
    const arn = parseArn(text);
    return arn === undefined || !isAccountId(arn.accountId) ? [] : [{ text, ...arn }];
  });
  const accounts = new Set([...aws.filter(isAccountId), ...arns.map(({ accountId }) => accountId)]);
  const ids = aws.filter(isUniqueId);
  for (const accountId of [...accounts, account, otherAccount]) {
    const own = arns.filter((arn) => arn.accountId === accountId);
    const named = (service: string, start: string): Named[] =>
      own
        .filter((arn) => arn.service === service && arn.resource.startsWith(start))
        .map(({ text, partition, resource }) => ({ text, partition, rest: resource.slice(start.length) }));
    const users = named("iam", "user/").map(({ text }) => text);
    const userIds = ["AIDAEXAMPLE0000000001", ...ids.filter((id) => id.startsWith("AIDA"))];
    for (const arn of [...users, `arn:aws:iam::${accountId}:user/example`])
      for (const uniqueId of userIds) yield { type: "user", accountId, arn, uniqueId };
    yield* rolesOf(accountId, named("iam", "role/"), named("sts", "assumed-role/"), ids);
    const federated = named("sts", "federated-user/").map(({ text }) => text);
    for (const arn of [...federated, `arn:aws:sts::${accountId}:federated-user/example`]) {
      for (const userArn of [...users, `arn:aws:iam::${accountId}:user/example`])
        for (const uniqueId of userIds) yield { type: "federated", accountId, arn, userArn, uniqueId };
      yield { type: "federated", accountId, arn, uniqueId: accountId };
    }
    yield { type: "root", accountId, arn: `arn:aws:iam::${accountId}:root` };
  }
  for (const service of [...valuesOf("Service"), "example.amazonaws.com"]) yield { type: "service", service };
  const example = `arn:aws:iam::${account}:oidc-provider/example.com`;
  for (const provider of [...valuesOf("Federated"), example]) {
    const type = provider.includes(":saml-provider/") ? "saml" : "web-identity";
    yield { type, provider };
  }
  yield { type: "anonymous" };
}

interface Named {
  readonly text: string;
  readonly partition: string;
  /** After the kind of thing. */
  readonly rest: string;
}

function* rolesOf(
  accountId: string,
  roles: readonly Named[],
  sessions: readonly Named[],
  ids: readonly string[],
): Generator<PrincipalFacts> {
  const roleIds = ["AROAEXAMPLE0000000001", ...ids.filter((id) => id.startsWith("AROA"))];
  const names = new Set([...roles.map(nameOf), ...sessions.map(({ rest }) => rest.split("/")[0] ?? "")]);
  for (const name of [...names, "example"]) {
    const listed = roles.filter((role) => nameOf(role) === name).map(({ text }) => text);
    // Names of roles are unique in an account: one that is listed has no namesake elsewhere.
    const known = listed.length > 0 ? listed : [`arn:aws:iam::${accountId}:role/${name}`];
    const own = sessions.filter(({ rest }) => rest.startsWith(`${name}/`)).map(({ text }) => text);
    for (const roleArn of known)
      for (const arn of [`arn:aws:sts::${accountId}:assumed-role/${name}/example-session`, ...own])
        for (const uniqueId of roleIds) yield { type: "role", accountId, arn, roleArn, uniqueId };
  }
}

function nameOf({ rest }: Named): string {
  return rest.slice(rest.lastIndexOf("/") + 1);
}
