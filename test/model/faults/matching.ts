/** Faults in variables, globs, ARN segments, actions, resources and principals. */
import { faultsIn } from "./fault.ts";

export const matchingFaults = [
  ...faultsIn("matching/variables.ts", [
    ["an escaped question mark is none", 'first === "?" || ', ""],
    [
      "an empty default is none",
      "const fallback = text.slice(open + 1, close);",
      "const fallback = text.slice(open + 1, close) || undefined;",
    ],
    [
      "the case of a variable with a default matters",
      "key: written.toLowerCase(), written, fallback",
      "key: written, written, fallback",
    ],
    ["spaces around a variable's key count", "text.slice(start + 2, at).trim()", "text.slice(start + 2, at)"],
    ["version 2008-10-17 has variables", '=== "$" && syntax.variables ?', '=== "$" ?'],
  ]),
  ...faultsIn("matching/pattern.ts", [
    [
      "what a variable brings may be a wildcard",
      'plain.push({ type: "text", text: resolveVariable(piece, source) ?? "" });',
      'plain.push(resolveVariable(piece, source) === "*" ? { type: "run" } : { type: "text", text: resolveVariable(piece, source) ?? "" });',
    ],
    [
      "a default comes before the value",
      "source.variable(key) ?? fallback",
      "fallback ?? source.variable(key)",
    ],
    ["a literal may go on", "text.length - from === literal.length && ", ""],
    ["a text with a variable may go on", "return at === text.length;", "return at <= text.length;"],
    [
      "what follows the first star is dropped",
      "pieces.length === (first.type",
      "pieces.length >= (first.type",
    ],
    [
      "an unresolved variable is an empty text",
      "resolves(source) ? matches(pieces, text, from, source) : undefined;",
      "matches(pieces, text, from, source);",
    ],
    [
      "wildcards beside a variable are lost",
      "const matches = wild ? matchesPieces : equalsPieces;",
      "const matches = equalsPieces;",
    ],
  ]),
  ...faultsIn("matching/glob.ts", [
    ["a question mark is half a character", "at += isPair(text, at) ? 2 : 1;", "at += 1;"],
    [
      "a question mark at the end is half a character",
      "Math.max(from, nearest - wildcards)",
      "Math.max(from, nearest)",
    ],
    [
      "a pattern without a star may end before the text",
      "endOf(chunk, text, at) === text.length :",
      "endOf(chunk, text, at) >= 0 :",
    ],
    [
      "what follows a star must follow at once",
      "at = index === 0 ? endOf(chunk, text, at) : endOfNext(chunk, text, at);",
      "at = endOf(chunk, text, at);",
    ],
    [
      "what stands before a star may stand anywhere",
      "at = index === 0 ? endOf(chunk, text, at) : endOfNext(chunk, text, at);",
      "at = endOfNext(chunk, text, at);",
    ],
    ["the end may overlap what stands before it", "text.length - literal.length >= from && ", ""],
    [
      "question marks after a star are not looked for further on",
      "at + units.length <= text.length; at += 1",
      "at + units.length <= text.length && at === from; at += 1",
    ],
  ]),
  ...faultsIn("matching/action.ts", [
    ["white space around an action counts", "value.trim().toLowerCase()", "value.toLowerCase()"],
    ["the case of actions matters", "value.trim().toLowerCase()", "value.trim()"],
    [
      "NotAction is Action",
      "tests.some((test) => test(action)) !== negated",
      "tests.some((test) => test(action))",
    ],
    [
      "all actions of a list must match",
      "tests.some((test) => test(action))",
      "tests.every((test) => test(action))",
    ],
    ["a malformed action never counts", "return () => unknown;", "return () => false;"],
  ]),
  ...faultsIn("matching/resource.ts", [
    ["NotResource with an unresolved variable applies", "each(view) === false)", "each(view) !== true)"],
    [
      "why a NotResource matched nothing is forgotten",
      "return negated && !resolves(view) ? undefined : false;",
      "return false;",
    ],
    [
      "a malformed resource never counts",
      "test: () => unknown, places: unknown ? [anywhere] : []",
      "test: () => false, places: []",
    ],
    ["missing segments are empty", 'parts.push("*")', 'parts.push("")'],
    ["a question mark before the resource is plain", "head.search(/[*?]/)", "head.search(/[*]/)"],
    ["the account is not compared", "matched && globs.every(", "matched && globs.slice(0, 4).every("],
    [
      "the region is not compared",
      'runGlob(glob, segments[index] ?? "", 0)',
      '(index === 3 || runGlob(glob, segments[index] ?? "", 0))',
    ],
    ["the vendor may have wildcards", " || /[*?]/.test(vendor)", ""],
    [
      "of several resources the first is found",
      "entries.flatMap(({ places }) => places)",
      "entries.slice(0, 1).flatMap(({ places }) => places)",
    ],
    [
      "prefixes under NotResource ignore case",
      "test: (view) => view.resource.startsWith(start),",
      "test: (view) => view.resource.toLowerCase().startsWith(start.toLowerCase()),",
    ],
    [
      "a whole ARN is a prefix",
      "places: [{ start, exact: true, test: undefined }] };",
      "places: [{ start, exact: false, test: undefined }] };",
    ],
    [
      "the beginning of a wildcard's ARN is enough",
      "    test: (view: ResourceView) => test(view) === true,",
      "    test: undefined,",
    ],
    [
      "a prefix is enough",
      "places: [{ start, exact: false, test: (view) => rest(view) === true }],",
      "places: [{ start, exact: false, test: undefined }],",
    ],
    [
      "variables reach before the fifth colon",
      'tail = compilePattern(segments[5] ?? "",',
      'tail = compilePattern((segments[5] ?? "").replaceAll(":", "/"),',
    ],
  ]),
  ...faultsIn("matching/principal.ts", [
    ["a user's unique id is unknown", "direct: [facts.arn, facts.uniqueId]", "direct: [facts.arn]"],
    ["a role's unique id is unknown", "limited: [facts.roleArn, facts.uniqueId]", "limited: [facts.roleArn]"],
    [
      "a federated user's user is unknown",
      "facts.userArn === undefined ? [] :",
      "facts.userArn !== undefined ? [] :",
    ],
    ["a role's ARN is a direct grant", ')) return "limited";', ')) return "direct";'],
    ["an account is a direct grant", '? "account" : "none"', '? "direct" : "none"'],
    ["everybody is nobody signed in", "if (listed.everyone || direct.some(", "if (direct.some("],
    [
      "an account's number is nobody",
      "if (isAccountId(value)) return value;",
      "if (isAccountId(value)) return undefined;",
    ],
    [
      "an account's ARN is nobody",
      'arn?.service === "iam" && arn.resource === "root"',
      'arn?.service === "sts" && arn.resource === "root"',
    ],
    ["malformed names count", " && isPrincipalForm(key, entry.value)", ""],
    [
      "a malformed name makes a Deny harmless",
      'if (malformed && use.effect === "Deny") return () => "direct";',
      "",
    ],
    [
      "a malformed name under NotPrincipal lets in",
      'if (malformed && clause.negated) return () => "none";',
      "",
    ],
    ["a trust that excepts some lets others in", 'if (use.trust) return () => "none";', ""],
    [
      "a trust in everybody is one in the anonymous",
      'listed.everyone && (!trust || effect === "Deny") ?',
      "listed.everyone ?",
    ],
    [
      "everybody lets web identities in",
      'const everyone = listed.everyone && effect === "Deny";',
      "const everyone = listed.everyone;",
    ],
    [
      "any service is every service",
      'return listed.everyone || listed.services.has(facts.service) ? "direct"',
      'return listed.everyone || listed.services.size > 0 ? "direct"',
    ],
    [
      "a Deny spares whose account is not listed",
      "if (account === undefined || !listed.accounts.has(account)) return false;",
      "if (account === undefined) return false;",
    ],
    ["a Deny spares who is listed at one level", "[limited, direct].every(", "[limited, direct].some("],
  ]),
  ...faultsIn("validation/principal-format.ts", [
    [
      "wildcards may stand in a principal's ARN",
      "!isAccountId(arn.accountId) || /[*?]/.test(value)",
      "!isAccountId(arn.accountId)",
    ],
  ]),
  ...faultsIn("validation/action-format.ts", [
    ["an action may have two colons", "if (names.length > 1) return messages.oneColon;", ""],
  ]),
];
