/** Faults in reading JSON and in making statements out of it. */
import { faultsIn } from "./fault.ts";

export const documentFaults = [
  ...faultsIn("reader/json.ts", [
    ["repeated keys go unseen", "if (keys.has(key.value))", "if (keys.has(key.value) && depth > 40)"],
    [
      "something may follow the policy",
      "this.#at < this.#text.length) this.#fail",
      "this.#at < 0) this.#fail",
    ],
    [
      "a carriage return is no white space",
      "code !== 32 && code !== 10 && code !== 13 && code !== 9",
      "code !== 32 && code !== 10 && code !== 9",
    ],
  ]),
  ...faultsIn("reader/scalar.ts", [
    ["escapes are read as decimal", "Number.parseInt(digits, 16)", "Number.parseInt(digits, 10)"],
    ["\\n is the letter n", 'n: "\\n",', 'n: "n",'],
  ]),
  ...faultsIn("document/read.ts", [
    [
      "a policy with repeated keys is read",
      "if (root === undefined || jsonFaults.length > 0) return",
      "if (root === undefined) return",
    ],
    [
      "no version is 2012-10-17",
      'let version: PolicyDocument["version"] = "2008-10-17";',
      'let version: PolicyDocument["version"] = "2012-10-17";',
    ],
    ["an unknown version is understood", "understood &&= isVersion(member.value);", ""],
    ["an unknown element of a policy is overlooked", "understood = false;", ""],
    [
      "a statement outside a list is none",
      "[index, item] of items.entries()",
      '[index, item] of (node.type === "array" ? items : []).entries()',
    ],
  ]),
  ...faultsIn("document/statement.ts", [
    ["Not forms are plain ones", "negated: negated !== undefined }", "negated: false }"],
    [
      "the plain form wins over the Not form",
      "if (plain !== undefined && negated !== undefined) {",
      'if (name === "" && plain !== undefined && negated !== undefined) {',
    ],
    [
      "an unknown element of a statement is overlooked",
      'if (reportUnknown(node, reading)) unreadable.add("other");',
      "reportUnknown(node, reading);",
    ],
    [
      "entries that are no text are left out",
      'if (item.type !== "string") return undefined;',
      'if (item.type !== "string") continue;',
    ],
    [
      "a clause that cannot be read is missing",
      "unreadable.add(clause);\n    reading.fault(clause, member.value.start",
      "reading.fault(clause, member.value.start",
    ],
  ]),
  ...faultsIn("document/condition.ts", [
    [
      "an unknown operator asks nothing",
      "if (keys.members.length > 0 && parseOperator(operatorName) === undefined) {",
      "if (parseOperator(operatorName) === undefined) {\n      continue;",
    ],
    ["null is a value", ' || item.type === "null"', ""],
    [
      "of a list the first value counts",
      'const items = node.type === "array" ? node.items : [node];',
      'const items = node.type === "array" ? node.items.slice(0, 1) : [node];',
    ],
    [
      "a condition that cannot be read holds",
      'const refuse = (offset: number, detail: string): void => {\n    unreadable.add("condition");',
      "const refuse = (offset: number, detail: string): void => {",
    ],
  ]),
  ...faultsIn("document/principal.ts", [
    ["any text is everybody", 'value.type === "string" && value.value === "*"', 'value.type === "string"'],
    ["an empty NotPrincipal lets everybody in", "if (entries.length === 0) {", "if (entries.length < 0) {"],
    [
      "of a list of principals the last is lost",
      "for (const word of words) entries",
      "for (const word of words.slice(0, Math.max(1, words.length - 1))) entries",
    ],
    [
      "an unknown kind of principal is overlooked",
      "if (key === undefined || words === undefined) {",
      "if (key === undefined || words === undefined) {\n      if (key === undefined) continue;",
    ],
  ]),
];
