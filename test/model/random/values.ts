// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** Values of conditions and of context keys, by the kind of operator that reads them. */
import type { ContextValue } from "../../../src/policy/index.ts";
import type { Rng } from "../../fuzz/rng.ts";
import { ownAccount } from "./alphabet.ts";

export type Family = "text" | "number" | "date" | "boolean" | "bytes" | "address" | "arn";

interface Values {
  /** Of the request; policies write them too. */
  readonly had: readonly string[];
  /** Only policies write these: wildcards, variables, ranges. */
  readonly wanted: readonly string[];
  readonly bad: readonly string[];
  /** Keys that are read as such. */
  readonly keys: readonly string[];
}

const arns = {
  user: `arn:aws:iam::${ownAccount}:user/ann`,
  role: `arn:aws:iam::${ownAccount}:role/svc/app`,
  topic: "arn:aws:sns:eu-west-1:444455556666:a:b",
};

export const families: Readonly<Record<Family, Values>> = {
  text: {
    had: [
      "a",
      "A",
      "ab",
      "abc",
      "ann",
      "",
      "*",
      "a*",
      "ß",
      "SS",
      "Σ",
      "ς",
      "a\nb",
      "\u{1f600}",
      "true",
      "10",
    ],
    wanted: [
      ...[
        "a*",
        "*",
        "?",
        "??",
        "*b*",
        "a?c",
        "a*c",
        "*a*b*",
        "a*a",
        "*??",
        "${aws:username}",
        "${t:s}*",
        "${t:many, 'ab'}",
      ],
      ...[
        "${t:absent}",
        "${t:absent, 'a'}",
        "${t:absent, ''}",
        "${*}",
        "a${*}",
        "${?}",
        "${$}",
        "${t:s}${t:s}",
      ],
      ...["${AWS:UserName, 'a, b'}", "${", "${}", "${ t:s }", "x${t:s,'a'}"],
    ],
    bad: [],
    keys: ["t:s", "aws:username", "aws:PrincipalTag/Team", "t:many"],
  },
  number: {
    had: ["9", "10", "10.0", "1e1", "-1", "0", "-0.5", "9.99", "11", "9007199254740993", "9007199254740992"],
    wanted: ["100", "10.5", "1E1", "1e-1"],
    bad: ["10abc", "", "ten", "1e999", " 10", "0x10", "1.", "NaN", "9".repeat(65)],
    keys: ["t:n", "aws:EpochTime"],
  },
  date: {
    had: [
      ...["2026-01-01T00:00:00Z", "1767225600", "2026-01-01", "2026-01-01T01:00:00+01:00", "2026", "2025-12"],
      ...[
        "2025-12-31T23:59:59Z",
        "2026-01-01T00:00:00.5Z",
        "1767225599",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00",
      ],
    ],
    wanted: ["2025-12-31T19:00:00-0500", "2026-01", "2024-02-29", "0", "1969", "99999"],
    bad: [
      ...[
        "soon",
        "",
        "2026-02-30",
        "2026-13",
        "2026-01-01T24:00Z",
        "2026-01-01T00:60:00Z",
        "-5",
        "2025-02-29",
      ],
      ...["2026-01-01T00:00:00+24:00", "2026-01-01T00:00:60Z", "${t:s}", "20260", "2026-01-00"],
    ],
    keys: ["aws:CurrentTime", "aws:EpochTime"],
  },
  boolean: {
    had: ["true", "false", "TRUE", "False"],
    wanted: ["${t:b}", "${t:absent, 'true'}", "${t:absent}", "${t:absent, 'false'}"],
    bad: ["", "yes", "1", "truex"],
    keys: ["t:b", "aws:MultiFactorAuthPresent"],
  },
  bytes: {
    had: ["AQID", "AQI=", "AQI", "AQ==", "", "/+8=", "AQIDBA=="],
    wanted: ["AQ", "AQIE"],
    bad: ["A", "!!!!", "-_8=", "AQID=x", "AQIDB"],
    keys: ["t:bin"],
  },
  address: {
    had: [
      ...[
        "10.0.0.1",
        "10.0.0.2",
        "10.0.0.3",
        "10.0.1.1",
        "11.0.0.1",
        "::ffff:10.0.0.1",
        "::FFFF:0a00:1",
        "2001:DB8::1",
      ],
      ...["2001:db8:0:0:0:0:0:1", "2001:db8:1::1", "::1", "::", "255.255.255.255", "0.0.0.0"],
    ],
    wanted: [
      ...["10.0.0.0/24", "10.0.0.255/24", "10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32", "10.0.0.1/32"],
      ...["2001:db8::/127", "10.0.0.0/31", "::ffff:10.0.0.0/120", "2001:db8::1/128", "10.0.0.1/1", "::/1"],
      ...["::ffff:0.0.0.0/96", "2001:db8:0:ffff::/48"],
    ],
    bad: [
      "10.0.0",
      "10.0.0.256",
      "10.0.0.1/33",
      "",
      "10.0.0.1/",
      "1::2::3",
      "::/129",
      "*",
      "10.0.0.1/8/8",
      "::g",
    ],
    keys: ["aws:SourceIp", "t:ip"],
  },
  arn: {
    had: [
      ...Object.values(arns),
      "arn:aws:s3:::b/k",
      "arn:aws:s3:::ann",
      "arn:aws:s3:::*",
      "arn:aws:s3:::a:b",
    ],
    wanted: [
      ...[
        "arn:aws:iam::*:user/*",
        "arn:aws:iam::*:role/*",
        "arn:*:*:*:*:*",
        "arn:aws:s3:::*",
        "arn:aws:*",
        "a?n:*:*:*:*:*",
      ],
      ...[
        "arn:aws:s3:::${t:s}",
        "arn:aws:iam::${t:s}:user/ann",
        "arn:aws:s3:::${t:absent}",
        "arn:aws:s3:::${*}",
      ],
      ...[
        "arn:aws:sns:*-west-?:*:a:b",
        "arn:aws:sns:eu-west-1:*:*",
        "arn:aws:iam:*:user/ann",
        "arn:aws:s3::*:?:?",
      ],
      ...["arn:aws:s3:::${aws:username, 'x:y'}", "arn:aws:iam::${t:absent, '111122223333'}:user/ann"],
    ],
    bad: ["", "*", "a?n:aws:s3:::b/k", "arn:aws:s3", "ann", "arn:aws:s3::", "ARN:aws:s3:::b/k"],
    keys: ["aws:PrincipalArn", "t:arn"],
  },
};

const familyNames = Object.keys(families) as readonly Family[];

export function familyOf(operator: string): Family | undefined {
  if (operator.startsWith("String")) return "text";
  if (operator.startsWith("Numeric")) return "number";
  if (operator.startsWith("Date")) return "date";
  if (operator.startsWith("Arn")) return "arn";
  if (operator === "Bool") return "boolean";
  if (operator === "BinaryEquals") return "bytes";
  return operator.endsWith("IpAddress") ? "address" : undefined;
}

/** A value as a policy writes it. */
export function wantedValue(rng: Rng, family: Family): string {
  const { had, wanted, bad } = families[family];
  if (rng.chance(0.08)) return rng.pick([...bad, ...families.text.had]);
  if (family === "text" && rng.chance(0.25)) return fewLetters(rng, "aab*?\u{1f600}", 5);
  return rng.chance(0.5) ? common(rng, had) : rng.pick(wanted);
}

/** A value as a request brings it. */
export function hadValue(rng: Rng, family: Family): string {
  const { had, bad } = families[family];
  if (rng.chance(0.06)) return rng.pick([...bad, ...families[rng.pick(familyNames)].had]);
  if (family === "text" && rng.chance(0.2)) return fewLetters(rng, "aab\u{1f600}", 5);
  return common(rng, had);
}

/** The first few more often than the others, so that they meet. */
function common(rng: Rng, list: readonly string[]): string {
  return rng.pick(rng.chance(0.5) ? list.slice(0, 4) : list);
}

export function anyFamily(rng: Rng): Family {
  return rng.pick(familyNames);
}

/** A short text that is likely to match another of its kind. */
export function fewLetters(rng: Rng, letters: string, most: number): string {
  const characters = [...letters];
  return Array.from({ length: rng.below(most + 1) }, () => rng.pick(characters)).join("");
}

/** A key in one of its spellings: case does not matter. */
export function spelled(rng: Rng, key: string): string {
  if (rng.chance(0.85)) return key;
  return rng.chance(0.5) ? key.toUpperCase() : key.toLowerCase();
}

/** Every key that policies ask for, most of them present: one value, a list of one, several, none. */
export function context(rng: Rng): Record<string, ContextValue> {
  const found: Record<string, ContextValue> = {};
  for (const family of familyNames) {
    for (const key of families[family].keys) {
      if (rng.chance(0.3)) continue;
      // A key of two families is of either.
      found[key] = contextValue(rng, family, key === "t:many" ? 0.8 : 0.15);
    }
  }
  return found;
}

function contextValue(rng: Rng, family: Family, several: number): ContextValue {
  if (!rng.chance(several)) {
    const value = hadValue(rng, family);
    return rng.chance(0.1) ? [value] : value;
  }
  const values = Array.from({ length: rng.below(4) }, () => hadValue(rng, family));
  return rng.chance(0.05) ? values.map(() => "") : values;
}
