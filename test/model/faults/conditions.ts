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
      "const less: Order = { below: true, equal: false,",
      "const less: Order = { below: true, equal: true,",
    ],
    [
      "at most leaves out the equal",
      "const atMost: Order = { below: true, equal: true,",
      "const atMost: Order = { below: true, equal: false,",
    ],
    [
      "greater takes the equal",
      "const greater: Order = { below: false, equal: false,",
      "const greater: Order = { below: false, equal: true,",
    ],
    [
      "at least leaves out the equal",
      "const atLeast: Order = { below: false, equal: true,",
      "const atLeast: Order = { below: false, equal: false,",
    ],
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
    ["bytes may begin alike", "bytes?.length === wanted.length && ", "bytes !== undefined && "],
    [
      "a malformed number of the request is 0",
      "const number = value.as(parseNumber);",
      "const number = value.as(parseNumber) ?? 0;",
    ],
    [
      "a malformed date of the request is 1970",
      "const instant = value.as(parseInstant);",
      "const instant = value.as(parseInstant) ?? 0;",
    ],
    [
      "what is no truth value equals another such",
      "wanted !== undefined && value.as(parseBoolean) === wanted",
      "value.as(parseBoolean) === wanted",
    ],
  ]),
  ...faultsIn("conditions/condition.ts", [
    ["a negated operator refuses an absent key", "absent: ifExists || negated,", "absent: ifExists,"],
    ["IfExists refuses an absent key", "absent: ifExists || negated,", "absent: negated,"],
    ["a positive operator takes an absent key", "absent: ifExists || negated,", "absent: true,"],
    ["ForAllValues refuses an absent key", "absent: true,", "absent: ifExists,"],
    ["a set operator with IfExists refuses an absent key", "absent: ifExists,", "absent: false,"],
    ["ForAnyValue takes an absent key", "absent: ifExists,", "absent: true,"],
    ["ForAllValues refuses one empty text", 'value.text === "" || holds(value, view)', "holds(value, view)"],
    ["ForAllValues refuses a set of empty texts", 'texts.every(({ text }) => text === "") || ', ""],
    [
      "ForAllValues takes any set with an empty text",
      'texts.every(({ text }) => text === "")',
      'texts.some(({ text }) => text === "")',
    ],
    [
      "ForAnyValue asks for all values",
      "=> texts.some((value) => holds(",
      "=> texts.every((value) => holds(",
    ],
    ["ForAnyValue is ForAllValues", 'if (set === "ForAnyValue")', 'if (set === "ForAllValues")'],
    ["of several values the first counts", "if (texts.length === 1) return", "if (texts.length >= 1) return"],
    [
      "of several values any may match",
      "=> negated && !texts.some((value) => matches(value, view)),",
      "=> texts.some((value) => matches(value, view) !== negated),",
    ],
    [
      "several values never differ",
      "=> negated && !texts.some((value) => matches(value, view)),",
      "=> false,",
    ],
    ["several values that are all other are taken", "=> negated && !texts.some(", "=> !texts.some("],
    [
      "a negated set operator is the positive one",
      "setRule((value, view) => matches(value, view) !== negated,",
      "setRule(matches,",
    ],
    [
      "a negated operator is the positive one",
      "this.#one(texts[0], view) !== this.#negated;",
      "this.#one(texts[0], view);",
    ],
    [
      "of the policy's values the first counts",
      "if (tests.length === 1 && only !== undefined) return only;",
      "if (only !== undefined) return only;",
    ],
    [
      "the last of the policy's values is lost",
      "for (const test of tests) if",
      "for (const test of tests.slice(0, -1)) if",
    ],
    [
      "no values of the policy match everything",
      "    return false;\n  };\n}\n\nfunction setRule",
      "    return tests.length === 0;\n  };\n}\n\nfunction setRule",
    ],
    [
      "Null is turned around",
      "absent: wanted.has(true), one: present",
      "absent: wanted.has(false), one: () => wanted.has(true)",
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
      "if (this.#answered === evaluation) return this.#answer;",
      "if (this.#answered >= 0) return this.#answer;",
    ],
    ["the case of keys matters", "clause.key.value.toLowerCase()", "clause.key.value"],
  ]),
  ...faultsIn("conditions/context.ts", [
    [
      "a key of several values is a variable",
      "texts?.length === 1 ? texts[0].text : undefined",
      "texts?.[0].text",
    ],
    [
      "a value is read as one type for ever",
      "if (this.#reading !== reading) {",
      "if (this.#reading === undefined) {",
    ],
    ["what a value was read as outlives its request", "this.#reading = undefined;", ""],
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
    ["mapped addresses are of version 6", "value >> 32n === mappedPrefix", "value < 0n"],
    [
      "a range of version 4 holds addresses of version 6",
      "if (base.bits === 32) return false;",
      "if (base.bits === 32) return true;",
    ],
    [
      "all of a range's bits count",
      "(address.value ^ base.value) >>> (32 - prefix) === 0",
      "address.value === base.value",
    ],
    [
      "ranges of version 6 are one address",
      "address.value >> rest === base.value >> rest",
      "address.value === base.value",
    ],
    ["a shift by 32 is one by 0", "(prefix === 0 || (address.value", "(prefix < 0 || (address.value"],
    ["256 is a byte", "part > 255", "part > 256"],
    [
      "three numbers are an address",
      "return parts === 4 ? value : undefined;",
      "return parts > 2 ? value : undefined;",
    ],
    ["a prefix may be longer than an address", "prefix > bits ? undefined", "prefix > 200 ? undefined"],
    [
      "a single address is a range of two",
      "return { address, prefix: bits };",
      "return { address, prefix: bits - 1 };",
    ],
    ["the prefix of a mapped range counts from 0", "mapped ? written - mappedBits : written", "written"],
  ]),
];
