/** Faults in operators, modifiers, absence, sets, and what values are read as. */
import { faultsIn } from "./fault.ts";

export const conditionFaults = [
  ...faultsIn("conditions/operator-name.ts", [
    [
      "reads ForAllValues as ForAnyValue",
      '["forallvalues:", "ForAllValues"]',
      '["forallvalues:", "ForAnyValue"]',
    ],
    ["ignores IfExists", "return { name, set, ifExists };", "return { name, set, ifExists: false };"],
    ["takes NullIfExists for an operator", ' || (name === "Null" && ifExists)', ""],
    [
      "heeds the case of operators",
      "const lower = text.toLowerCase();",
      "const lower = /^F|^S/.test(text) ? text.toLowerCase() : text;",
    ],
  ]),
  ...faultsIn("conditions/operators.ts", [
    [
      "less takes the equal",
      "const less: Ordering = (order) => order < 0;",
      "const less: Ordering = (order) => order <= 0;",
    ],
    ["at most leaves out the equal", "(order) => order <= 0;", "(order) => order < 0 || order > 9;"],
    ["greater takes the equal", "(order) => order > 0;", "(order) => order >= 0 || order > 9;"],
    ["at least leaves out the equal", "(order) => order >= 0;", "(order) => order > 0 || order > 9;"],
    [
      "StringNotEquals is not negated",
      "StringNotEquals: negative(equalText)",
      "StringNotEquals: positive(equalText)",
    ],
    ["StringEquals has wildcards", "StringEquals: positive(equalText)", "StringEquals: positive(likeText)"],
    [
      "StringNotLike has no wildcards",
      "StringNotLike: negative(likeText)",
      "StringNotLike: negative(equalText)",
    ],
    [
      "StringEqualsIgnoreCase heeds case",
      "StringEqualsIgnoreCase: positive(equalFolded)",
      "StringEqualsIgnoreCase: positive(equalText)",
    ],
    [
      "NumericNotEquals is not negated",
      "NumericNotEquals: negative(numeric(equal))",
      "NumericNotEquals: positive(numeric(equal))",
    ],
    [
      "DateEquals compares numbers",
      "DateEquals: positive(date(equal))",
      "DateEquals: positive(numeric(equal))",
    ],
    [
      "DateGreaterThanEquals leaves out the equal",
      "DateGreaterThanEquals: positive(date(atLeast))",
      "DateGreaterThanEquals: positive(date(greater))",
    ],
    ["NotIpAddress is not negated", "NotIpAddress: negative(ip)", "NotIpAddress: positive(ip)"],
    ["ArnNotEquals is not negated", "ArnNotEquals: negative(arn)", "ArnNotEquals: positive(arn)"],
    ["a star of ArnLike crosses colons", "ArnLike: positive(arn)", "ArnLike: positive(likeText)"],
    ["an Arn operator takes what is no ARN", 'if (patterns[0]?.literal !== "arn") return never;', ""],
    ["an Arn operator cuts five segments", "segments.length < 6 &&", "segments.length < 5 &&"],
    ["bytes may begin alike", "bytes.length === wanted.length && ", ""],
    [
      "a malformed number of the request is 0",
      "number !== undefined && holds(compare(number, wanted))",
      "holds(compare(number ?? 0, wanted))",
    ],
    [
      "a malformed date of the request is 1970",
      "instant !== undefined && holds(compare(instant, wanted))",
      "holds(compare(instant ?? 0, wanted))",
    ],
    [
      "what is no truth value equals another such",
      "wanted !== undefined && value.boolean === wanted",
      "value.boolean === wanted",
    ],
  ]),
  ...faultsIn("conditions/condition.ts", [
    ["a negated operator refuses an absent key", " || (negated && operator.set === undefined)", ""],
    [
      "ForAnyValue of a negated operator takes an absent key",
      "(negated && operator.set === undefined)",
      "negated",
    ],
    ["ForAllValues refuses an absent key", 'operator.set === "ForAllValues" || (negated', "(negated"],
    ["IfExists refuses an absent key", "operator.ifExists || operator.set", "operator.set"],
    ["ForAllValues refuses a set of empty texts", 'texts.every(({ text }) => text === "") || ', ""],
    [
      "ForAllValues takes any set with an empty text",
      'texts.every(({ text }) => text === "")',
      'texts.some(({ text }) => text === "")',
    ],
    [
      "ForAnyValue asks for all values",
      "return (texts, view) => texts.some((value) => holds(value, view));",
      "return (texts, view) => texts.every((value) => holds(value, view));",
    ],
    [
      "of several values the first counts",
      "negated && texts.every((value) => holds(value, view))",
      "holds(texts[0], view)",
    ],
    [
      "of several values any may match",
      "negated && texts.every((value) => holds(value, view))",
      "texts.some((value) => holds(value, view))",
    ],
    ["several values that all match are taken", "negated && texts.every((value)", "texts.every((value)"],
    ["a negated operator is the positive one", "matches(value, view) !== negated", "matches(value, view)"],
    [
      "all of the policy's values must match",
      "tests.some((test) => test(value, view))",
      "tests.every((test) => test(value, view))",
    ],
    [
      "Null is turned around",
      "wanted.has(view.get(key) === undefined)",
      "wanted.has(view.get(key) !== undefined)",
    ],
    [
      "conditions of both versions are shared",
      "ifExists, variables, key, ...values",
      "ifExists, key, ...values",
    ],
    [
      "conditions are shared by their first value",
      "variables, key, ...values]",
      "variables, key, values[0]]",
    ],
    ["conditions are shared whatever their set prefix", 'set ?? "", ', ""],
    ["conditions are shared whatever IfExists says", 'set ?? "", ifExists, ', 'set ?? "", '],
    [
      "an answer is remembered for ever",
      "if (answered === evaluation) return answer;",
      "if (answered >= 0) return answer;",
    ],
    ["the case of keys matters", "clause.key.value.toLowerCase()", "clause.key.value"],
  ]),
  ...faultsIn("conditions/context.ts", [
    [
      "a key of several values is a variable",
      "texts?.length === 1 ? texts[0].text : undefined",
      "texts?.[0].text",
    ],
    ["a value is read as one type for ever", "if (this.#type !== type) {", "if (this.#type === undefined) {"],
    [
      "a key without values is an empty text",
      "return first === undefined ? undefined : [first, ...rest];",
      'return [first ?? new ContextText(""), ...rest];',
    ],
  ]),
  ...faultsIn("conditions/typed.ts", [
    ["long integers are rounded", "const exactDigits = 15;", "const exactDigits = 40;"],
    ["numbers of any length are read", "if (text.length > maxNumberCharacters) return undefined;", ""],
    ["1e3 is no number", "(?:[eE][+-]?[0-9]+)?$/.test(text)", "$/.test(text)"],
    ["the case of true matters", "const lower = text.toLowerCase();", "const lower = text;"],
    ["folding knows lower case only", "const upper = character.toUpperCase();", "const upper = character;"],
    ["five segments are an ARN", "parts.length < 6", "parts.length < 5"],
  ]),
  ...faultsIn("conditions/instant.ts", [
    ["zones are turned around", '(zone[0] === "-" ? -1 : 1)', '(zone[0] === "-" ? 1 : -1)'],
    ["zones are ignored", "(clock - offset) * 1000", "(clock - 0 * offset) * 1000"],
    ["four digits are seconds", " && text.length !== 4", ""],
    ["the epoch is counted in milliseconds", "return Number(text) * 1000;", "return Number(text);"],
    ["the thirtieth of February is a date", "if (date.getUTCDate() !== dayNumber) return undefined;", ""],
    ["24:00 is a time", "hourNumber > 23", "hourNumber > 24"],
    ["parts of a second are dropped", "secondNumber + Number(", "secondNumber + 0 * Number("],
  ]),
  ...faultsIn("conditions/address.ts", [
    [
      "mapped addresses are of version 6",
      "words[2] === 0xffff ? words[3] : words",
      "words[2] === 1 ? words[3] : words",
    ],
    [
      "versions mix",
      'return typeof address === "number" && typeof base === "number" && agree',
      "return agree",
    ],
    ["all of a range's bits count", "agree(address, base, prefix)", "agree(address, base, 32)"],
    [
      "a range of version 6 has no more than 32 bits",
      "Math.min(32, Math.max(0, prefix - 32 * at))",
      "at === 0 ? Math.min(32, prefix) : 0",
    ],
    ["a shift by 32 is one by 0", "return bits === 0 || ", "return "],
    ["a prefix may be longer than an address", "prefix > bits ? undefined", "prefix > 200 ? undefined"],
    [
      "a single address is a range of two",
      "return { address, prefix: bits };",
      "return { address, prefix: bits - 1 };",
    ],
    ["the prefix of a mapped range counts from 0", "mapped ? written - mappedBits : written", "written"],
  ]),
];
