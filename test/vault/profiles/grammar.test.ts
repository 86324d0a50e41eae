import assert from "node:assert/strict";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { joinLines, splitLines } from "../../../src/vault/profiles/grammar.ts";
import type { Section } from "../../../src/vault/profiles/index.ts";
import { fc } from "../../support/random.ts";
import { configFile, credentialsFile, parseTexts } from "./texts.ts";

function propertyValue(config: string, name: string, profile = "foo"): string | undefined {
  return parseTexts(config).profiles.get(profile)?.properties.get(name)?.value;
}

function codesOf(config: string, credentials = ""): readonly string[] {
  return parseTexts(config, credentials).warnings.map(({ code, place }) => `${code} ${place.line}`);
}

const values: readonly (readonly [title: string, config: string, value: string | undefined])[] = [
  ["tabs after the prefix", "[profile\tfoo]\nname = v", "v"],
  ["white space all around a header", "[ \t profile   foo \t ]  \nname = v", "v"],
  ["equals signs in values", "[profile foo]\nname = val=ue=", "val=ue="],
  ["values and names trimmed", "[profile foo]\nname \t=  \tvalue \t", "value"],
  ["no white space at the equals sign", "[profile foo]\nname=v", "v"],
  ["names in any case", "[profile foo]\nNaMe = V", "V"],
  ["semicolon comments", "; c\n[profile foo] ; c\nname = value ; c", "value"],
  ["comment signs without white space before them", "[profile foo]\nname = a#b;c", "a#b;c"],
  ["a comment instead of a value", "[profile foo]\nname = # nothing", ""],
  ["quotes as they stand", '[profile foo]\nname = "v"', '"v"'],
  [
    "several continuations with blank lines and comments between",
    "[profile foo]\nname = a\n b\n\n# c\n\td",
    "a\nb\nd",
  ],
  ["continuations with number signs", "[profile foo]\nname = a\n b # c", "a\nb # c"],
  ["an indented comment below a value", "[profile foo]\nname = a\n # c", "a\n# c"],
  ["sub-properties with blank lines", "[profile foo]\nname =\n a = 1\n\t \n b = 2", "\na = 1\nb = 2"],
  ["an indented comment among sub-properties", "[profile foo]\nname =\n # c\n a = 1", "\na = 1"],
  ["the last one of duplicates", "[profile foo]\nname = 1\nname = 2", "2"],
  ["CRLF and LF mixed", "[profile foo]\r\nname = a\r\n b\nother = c\r\n", "a\nb"],
  ["a byte order mark", "\uFEFF[profile foo]\nname = v", "v"],
  ["no-break spaces as a part of the value", "[profile foo]\nname = \u00a0v", "\u00a0v"],
  ["nothing from below an invalid header", "[profile foo]\n[profile in valid]\nname = v", undefined],
  ["no invalid property names", "[profile foo]\nin valid = v", undefined],
];

for (const [title, config, value] of values) {
  test(`parseSharedFiles() reads ${title}`, () => assert.equal(propertyValue(config, "name"), value));
}

const refusals: readonly (readonly [config: string, sentence: string])[] = [
  ["\n -continued", `expected a profile definition above the first setting, at ${configFile}:2`],
  ["[profile foo", `profile definition must end with ']', at ${configFile}:1`],
  ["[profile foo] bar", `profile definition must end with ']', at ${configFile}:1`],
  ["[profile foo # c]", `profile definition must end with ']', at ${configFile}:1`],
  ["[profile foo]\n= value", `property did not have a name, at ${configFile}:2`],
  ["[profile foo]\nwJalrXUtnFEMI", `expected an '=' sign defining a property, at ${configFile}:2`],
  ["[profile foo]\ns3 =\n invalid", `expected an '=' sign defining a sub-property, at ${configFile}:3`],
  ["[profile foo]\ns3 =\n = value", `sub-property did not have a name, at ${configFile}:3`],
  [
    "[profile foo]\na = b\n[profile foo]\n -c",
    `expected a property definition above the indented line, at ${configFile}:4`,
  ],
];

for (const [config, sentence] of refusals) {
  test(`parseSharedFiles() refuses ${JSON.stringify(config)}`, () => {
    assert.throws(
      () => parseTexts(config),
      (error) => error instanceof TegataError && error.code === "ProfileSyntax" && error.message === sentence,
    );
  });
}

const warnings: readonly (readonly [
  title: string,
  codes: readonly string[],
  config: string,
  credentials?: string,
])[] = [
  ["a section without prefix", ["SectionIgnored 1"], "[foo]"],
  ["[default] beside [profile default]", ["SectionIgnored 1"], "[default]\n[profile default]"],
  [
    "prefixes in the credentials file",
    ["SectionIgnored 1", "SectionIgnored 2"],
    "",
    "[profile a]\n[services b]",
  ],
  [
    "a name that AWS does not allow",
    ["SectionIgnored 1", "PropertyIgnored 3"],
    "[profile a b]\n[default]\nc d = e",
  ],
  ["a sub-property with such a name", ["PropertyIgnored 3"], "[default]\ns3 =\n a b = c"],
  ["a property that is set again", ["Repeated 3", "PropertyOverruled 2"], "[default]\na = 1\na = 2"],
  ["a header that comes again", ["Repeated 3"], "[default]\na = 1\n[default]\nb = 2"],
  [
    "a property that the other file sets too",
    ["PropertyOverruled 2"],
    "[default]\na = 1",
    "[default]\na = 2",
  ],
  ["an indented header", ["LooksLikeSetting 3"], "[default]\na = 1\n [profile b]"],
  ["an indented setting", ["LooksLikeSetting 3"], "[default]\na = 1\n region = x"],
  ["an indented comment", ["LooksLikeComment 3"], "[default]\na = 1\n # c"],
  ["a comment that the AWS CLI takes for the value", ["ReadDifferently 2"], "[default]\na = 1 # c"],
  ["a byte order mark", ["ByteOrderMark 1"], "\uFEFF[default]"],
  ["nothing about the AWS CLI's own sections", [], "[plugins]\na = b\n[preview]\nc = true"],
  ["nothing about what both files say alike", [], "[default]\na = 1", "[default]\na = 1"],
];

for (const [title, codes, config, credentials] of warnings) {
  test(`parseSharedFiles() warns of ${title}`, () => assert.deepEqual(codesOf(config, credentials), codes));
}

test("parseSharedFiles() says no text that may be a secret", () => {
  const secret = "wJalrXUtnFEMI/K7MDENG+secret";
  const files = parseTexts(
    `[default]\n${secret} x = 1\na = ${secret}\na = 2\na = 3 # ${secret}\ns3 =\n ${secret} x = 1`,
  );
  assert.equal(files.warnings.length, 7);
  assert.doesNotMatch(JSON.stringify(files.warnings), /wJalr/);
});

test("parseSharedFiles() gives sessions and services their sub-properties with places", () => {
  const files = parseTexts(
    "[sso-session s]\nsso_region = r\n[services local]\nsts =\n  endpoint_url = http://a # c\n  Other=2\n",
  );
  assert.deepEqual([...files.ssoSessions.keys()], ["s"]);
  const sts = files.services.get("local")?.properties.get("sts");
  assert.deepEqual(
    [...(sts?.subProperties ?? [])].map(([name, { value, place }]) => [name, value, place.line]),
    [
      ["endpoint_url", "http://a", 5],
      ["other", "2", 6],
    ],
  );
});

test("parseSharedFiles() keeps what was overruled, with file and line", () => {
  const files = parseTexts("[default]\na = 1\na = 2", "[default]\na = 3");
  const a = files.profiles.get("default")?.properties.get("a");
  assert.deepEqual(a?.place, { file: credentialsFile, line: 2 });
  assert.deepEqual(
    a?.shadows?.map(({ place }) => place),
    [
      { file: configFile, line: 3 },
      { file: configFile, line: 2 },
    ],
  );
});

test("parseSharedFiles() takes __proto__ and constructor for names like others", () => {
  const section: Section | undefined = parseTexts("[profile __proto__]\nconstructor = 1").profiles.get(
    "__proto__",
  );
  assert.equal(section?.properties.get("constructor")?.value, "1");
});

test("splitLines() loses no byte", () => {
  const text = fc.string({ unit: fc.constantFrom("a", " ", "\t", "\n", "\r", "\r\n", "=", "#", "[") });
  fc.assert(fc.property(text, (input) => joinLines(splitLines(input)) === input));
});
