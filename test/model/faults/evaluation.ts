/** Faults in compiling, indexing, layers, grants and accounts. */
import { faultsIn } from "./fault.ts";

export const evaluationFaults = [
  ...faultsIn("evaluation/compile.ts", [
    [
      "an Allow in another case allows",
      'if (effect?.value === "Allow") return "Allow";',
      'if (effect?.value.toLowerCase() === "allow") return "Allow";',
    ],
    ["a Deny in another case is none", 'effect?.value.toLowerCase() === "deny"', 'effect?.value === "Deny"'],
    ["an Allow in a document that is not understood allows", "    document.understood &&", ""],
    ["an Allow with a clause that cannot be read allows", "unreadable.size === 0 &&", ""],
    ["an Allow without action allows", "(action?.values.length ?? 0) > 0 &&", ""],
    [
      "an Allow without resource allows",
      "ownResourceKinds.has(kind) : resource.values.length > 0",
      "true : resource.values.length > 0",
    ],
    [
      "an Allow with a principal where none belongs allows",
      "(principal === undefined || principalKinds.has(kind))",
      "true",
    ],
    [
      "version 2008-10-17 has variables everywhere",
      'const variables = document.version === "2012-10-17";',
      "const variables = true;",
    ],
    [
      "an entry that is not understood widens NotAction",
      'return (effect === "Deny") !== negated;',
      'return effect === "Deny";',
    ],
    [
      "a policy without principals is about everybody",
      'if (principal === undefined) return () => "none";',
      'if (principal === undefined) return () => "direct";',
    ],
    [
      "a Deny whose principal cannot be read is harmless",
      'if (unreadable.has("principal")) return () => "direct";',
      'if (unreadable.has("principal")) return () => "none";',
    ],
    [
      "policies of VPC endpoints name nobody",
      '"resource", "trust", "rcp", "vpce"]',
      '"resource", "trust", "rcp"]',
    ],
    ["a trust policy needs a resource", 'new Set(["resource", "trust"])', 'new Set(["resource"])'],
    [
      "statements that differ by conditions are one",
      "conditions.map(({ operator, key, values }) => [operator.value, key.value, texts(values)]),",
      "",
    ],
    [
      "statements that differ by the values of a condition are one",
      "key.value, texts(values)]",
      "key.value]",
    ],
    [
      "statements that differ by NotResource are one",
      "[resource.negated, texts(resource.values)]",
      "texts(resource.values)",
    ],
    [
      "statements that differ by NotPrincipal are one",
      "[principal.negated, principal.everyone,",
      "[principal.everyone,",
    ],
    [
      "statements that differ by principals are one",
      "principal.entries.map(({ key, value }) => [key, value])",
      "principal.entries.length",
    ],
    [
      "statements of both versions are one",
      "{ version }: PolicyDocument,",
      "{ versionGiven: version }: PolicyDocument,",
    ],
  ]),
  ...faultsIn("evaluation/statement-index.ts", [
    [
      "actions are remembered by their beginnings",
      "this.#byAction.set(lowerCaseAction, level);",
      "this.#byAction.set(lowerCaseAction.replace('object', ''), level);",
    ],
    [
      "statements of one meaning are lost with others",
      "seen.has(statement.meaning)) continue;",
      'seen.size > 0 && statement.effect === "Allow" && statement.sid !== undefined) continue;',
    ],
    [
      "the third policy of a list is lost",
      "policies.flatMap(({ statements }) => statements.all)",
      "policies.slice(0, 1).flatMap(({ statements }) => statements.all)",
    ],
    [
      "an Allow is among the Denies",
      'statement.effect === "Deny" ? candidates.denies',
      'statement.effect !== "Deny" ? candidates.denies',
    ],
    [
      "unreadable policies are not named",
      "policies.filter(({ unreadable }) => unreadable)",
      "policies.filter(({ unreadable }) => !unreadable && unreadable)",
    ],
  ]),
  ...faultsIn("evaluation/resource-tree.ts", [
    [
      "statements for spelled-out resources are found by their beginning",
      "(exact ? whole : beginning)",
      "(exact ? beginning : beginning)",
    ],
    [
      "statements for prefixes are found by the whole resource",
      "(exact ? whole : beginning)",
      "(exact ? whole : whole)",
    ],
    ["a resource that leaves the label goes on", " && resource.startsWith(node.label, this.depth)", ""],
    ["a fork keeps the whole label", "node.label = node.label.slice(shared);", ""],
    ["a fork forgets what was below", "made.#below = new Map([[node.label.charCodeAt(0), node]]);", ""],
    ["a node is a unit further down", "this.depth + label.length)", "this.depth + label.length + 1)"],
    [
      "a label that agrees at first is taken for the text",
      "shared === node.label.length) return node;",
      "shared > 0) return node;",
    ],
  ]),
  ...faultsIn("evaluation/layer.ts", [
    [
      "a Deny of an upper level is lost",
      "if (found !== undefined) return found.statement;",
      "if (found !== undefined && denies === levels.at(-1)?.denies) return found.statement;",
    ],
    ["the last level decides", "if (found === undefined) return undefined;", ""],
    [
      "the first Allow decides how firm the grant is",
      "if (isEnough(grant, enough)) return { statement, grant };",
      "return { statement, grant };",
    ],
    ["a limited grant is firmer than a direct one", "limited: 2, direct: 3", "limited: 3, direct: 2"],
    ["a statement has one condition", "of statement.conditions) {", "of statement.conditions.slice(0, 1)) {"],
    ["a statement holds if its conditions do not", "if (!condition.holds(", "if (condition.holds("],
    ["resources are not asked", "if (test !== undefined && !test(view)) continue;", ""],
    [
      "what spells the resource out is not asked",
      "if (node.depth === resource.length) best",
      "if (node.depth > resource.length) best",
    ],
    ["what spells a longer resource out is asked", "if (node.depth === resource.length) best", "best"],
    [
      "the search ends at any Allow",
      "if (best !== undefined && isEnough(best.grant, enough)) return best;",
      "if (best !== undefined) return best;",
    ],
  ]),
  ...faultsIn("evaluation/request-view.ts", [
    [
      "the account in the ARN comes first",
      "if (resourceAccountId !== undefined) return resourceAccountId !== accountId;",
      "if (resourceAccountId !== undefined && resourceAccountId !== accountId) return true;",
    ],
    [
      "the account in the ARN is not looked at",
      'if (!resource.startsWith("arn:")) return false;',
      'if (!resource.startsWith("arn!")) return false;',
    ],
    ["region and account change places", "arn.region, arn.accountId,", "arn.accountId, arn.region,"],
    [
      "the case of the request's action matters",
      "const lower = action.toLowerCase();",
      "const lower = action;",
    ],
    [
      "whoever has no account has every layer",
      'this.signed = "accountId" in request.principal;',
      "this.signed = true;",
    ],
  ]),
  ...faultsIn("evaluation/evaluate.ts", [
    [
      "GetCallerIdentity is a question of policies",
      'if (lowerCaseAction === "sts:getcalleridentity")',
      'if (lowerCaseAction === "sts:getcalleridentity2")',
    ],
    ["anonymous callers may ask who they are", 'return "accountId" in principal;', "return true;"],
    [
      "GetSessionToken is everybody's",
      '(principal.type === "user" || principal.type === "root")',
      'principal.type !== "anonymous"',
    ],
    [
      "a Deny of a session policy is lost",
      "const deny = levels && findDeny(levels, view);",
      'const deny = layer === "session" ? undefined : levels && findDeny(levels, view);',
    ],
    [
      "a Deny of the layer that is named later is named",
      'denyIn(scp, "scp", view) ??',
      'denyIn(session, "session", view) ?? denyIn(scp, "scp", view) ??',
    ],
    [
      "service control policies bind callers without account",
      "scp: signed ? linkLevels(scp, view) : undefined",
      "scp: linkLevels(scp, view)",
    ],
    ["root has a boundary", 'signed && principal.type !== "root" ? linkOne', "signed ? linkOne"],
    [
      "callers without account have session policies",
      "session: signed ? linkList(session, view) : undefined",
      "session: linkList(session, view)",
    ],
    [
      "callers without account have identity policies",
      "identity: signed ? linkList(identity, view) : undefined",
      "identity: linkList(identity, view)",
    ],
    ["the grant of the resource is not asked for", 'granted?.grant ?? "none"', '"none"'],
    [
      "an unreadable boundary goes unnoticed",
      "if (policy.unreadable) view",
      "if (policy.unreadable && policy.source === undefined) view",
    ],
    ["unreadable policies go unnoticed", "if (unreadable.length > 0) view.noteUnreadable(unreadable);", ""],
    ["a silent service control policy lets pass", 'needed.push("scp")', "needed.length += 0"],
    ["a silent resource control policy lets pass", 'needed.push("rcp")', "needed.length += 0"],
    ["a silent VPC endpoint policy lets pass", 'needed.push("vpce")', "needed.length += 0"],
    [
      "a trust is not needed within the account",
      'own === "trust" || request.resourceMustAllow',
      "request.resourceMustAllow",
    ],
    ["a key policy is not needed", " || request.resourceMustAllow === true", ""],
    [
      "the resource need not allow across accounts",
      "if (mustAllow || !signed || view.crossAccount)",
      "if (mustAllow || !signed)",
    ],
    [
      "the resource need not allow the anonymous",
      "if (mustAllow || !signed || view.crossAccount)",
      "if (mustAllow || view.crossAccount)",
    ],
    ["a grant counts across accounts", 'view.crossAccount ? "none" : granted', "granted"],
    ["any grant is direct", 'if (grant === "direct")', 'if (grant !== "none")'],
    [
      "an account's grant spares the identity policies",
      'if (grant === "limited") {',
      'if (grant !== "none") {',
    ],
    ["a limited grant spares nothing", 'if (grant === "limited") {', 'if (grant === "direct") {'],
    ["root needs identity policies", 'return principal.type === "root" || (', "return ("],
    [
      "whom root federates needs identity policies",
      '(principal.type === "federated" && principal.userArn === undefined)',
      "false",
    ],
    [
      "whoever is federated needs no identity policies",
      '"federated" && principal.userArn === undefined',
      '"federated"',
    ],
    ["a silent boundary lets pass", 'needed.push("boundary")', "needed.length += 0"],
    ["a federated user needs no session policy", ' || request.principal.type === "federated"', ""],
  ]),
];
