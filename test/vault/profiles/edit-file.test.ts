import assert from "node:assert/strict";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { type Edit, editFile } from "../../../src/vault/profiles/index.ts";
import { configFile, credentialsFile } from "./texts.ts";

const foo = { kind: "profile", name: "foo" } as const;
const byDefault = { kind: "profile", name: "default" } as const;
const config = { file: configFile, kind: "config" } as const;
const credentials = { file: credentialsFile, kind: "credentials" } as const;

function set(property: string, value: string, section: Edit["section"] = foo): Edit {
  return { kind: "set", section, property, value };
}

function setIn(property: string, subProperty: string, value: string): Edit {
  return { kind: "set", section: foo, property, subProperty, value };
}

const cases: readonly (readonly [title: string, before: string, edit: Edit, after: string])[] = [
  [
    "replaces a value and leaves name, spaces and comment",
    "[profile foo]\nRegion  =\ta  # why\n",
    set("region", "b"),
    "[profile foo]\nRegion  =\tb  # why\n",
  ],
  [
    "replaces nothing where the value is the same",
    "[profile foo]\na = b",
    set("a", "b"),
    "[profile foo]\na = b",
  ],
  [
    "writes a new property below the last one, as the others are written",
    "[profile foo]\na=1\n b\n\n# about bar\n[profile bar]",
    set("c", "2"),
    "[profile foo]\na=1\n b\nc=2\n\n# about bar\n[profile bar]",
  ],
  [
    "writes below an indented comment",
    "[profile foo]\n  # c\n[profile bar]",
    set("a", "1"),
    "[profile foo]\n  # c\na = 1\n[profile bar]",
  ],
  ["appends a section", "[profile bar]\na=b\n", set("a", "1"), "[profile bar]\na=b\n\n[profile foo]\na=1\n"],
  ["leaves the last line open", "[profile bar]", set("a", "1"), "[profile bar]\n\n[profile foo]\na = 1"],
  ["leaves CRLF", "[profile foo]\r\na = 1\r\n", set("b", "2"), "[profile foo]\r\na = 1\r\nb = 2\r\n"],
  ["leaves a byte order mark", "\uFEFF[profile foo]\na = 1", set("a", "2"), "\uFEFF[profile foo]\na = 2"],
  ["begins an empty file", "", set("a", "1"), "[profile foo]\na = 1\n"],
  [
    "sets the definition that counts",
    "[profile foo]\na=1\n[profile foo]\na=2",
    set("a", "3"),
    "[profile foo]\na=1\n[profile foo]\na=3",
  ],
  ["fills an empty value", "[profile foo]\na =\n", set("a", "1"), "[profile foo]\na = 1\n"],
  [
    "fills an empty value before a comment",
    "[profile foo]\na = # c",
    set("a", "1"),
    "[profile foo]\na = 1 # c",
  ],
  [
    "replaces a value of several lines",
    "[profile foo]\na = 1\n 2\n\n 3\nb = 4",
    set("a", "5"),
    "[profile foo]\na = 5\n\nb = 4",
  ],
  [
    "sets [profile default], which silences [default]",
    "[default]\na = 1\n[profile default]\n",
    set("a", "2", byDefault),
    "[default]\na = 1\n[profile default]\na = 2\n",
  ],
  [
    "sets a sub-property",
    "[profile foo]\ns3 =\n\ta=1 # c\n\tb=2\n",
    setIn("s3", "a", "3"),
    "[profile foo]\ns3 =\n\ta=3 # c\n\tb=2\n",
  ],
  [
    "adds a sub-property with the indentation of the others",
    "[profile foo]\ns3 =\n\ta=1\nb = 2\n",
    setIn("s3", "c", "3"),
    "[profile foo]\ns3 =\n\ta=1\n\tc = 3\nb = 2\n",
  ],
  [
    "adds a property for its sub-property",
    "[profile foo]\n",
    setIn("s3", "a", "1"),
    "[profile foo]\ns3 =\n  a = 1\n",
  ],
  [
    "removes all definitions",
    "[profile foo]\na=1\n b\nc=2\n[profile foo]\n# why\na=3\n",
    { kind: "remove", section: foo, property: "A" },
    "[profile foo]\nc=2\n[profile foo]\n# why\n",
  ],
  [
    "removes a sub-property",
    "[profile foo]\ns3 =\n a=1\n b=2\n",
    { kind: "remove", section: foo, property: "s3", subProperty: "a" },
    "[profile foo]\ns3 =\n b=2\n",
  ],
  [
    "removes the property with its last sub-property",
    "[profile foo]\ns3 =\n # c\n a=1\nb=2\n",
    { kind: "remove", section: foo, property: "s3", subProperty: "a" },
    "[profile foo]\nb=2\n",
  ],
  [
    "removes nothing where there is nothing",
    "[profile foo]\na=1",
    { kind: "remove", section: { kind: "profile", name: "bar" }, property: "a" },
    "[profile foo]\na=1",
  ],
  [
    "removes a section with one of the blank lines around it",
    "[profile a]\n\n[profile foo]\nx=1\n\n# about b\n[profile b]\n\n[profile foo]\n",
    { kind: "remove-section", section: foo },
    "[profile a]\n\n# about b\n[profile b]\n",
  ],
  [
    "removes [default] with [profile default]",
    "[default]\na=1\n[profile default]\na=2\n[profile b]\n",
    { kind: "remove-section", section: byDefault },
    "[profile b]\n",
  ],
  ["adds [default] by its short name", "", { kind: "add-section", section: byDefault }, "[default]\n"],
  ["adds no section twice", "[profile foo]", { kind: "add-section", section: foo }, "[profile foo]"],
  [
    "adds a services section",
    "[default]\n",
    { kind: "add-section", section: { kind: "services", name: "local" } },
    "[default]\n\n[services local]\n",
  ],
];

for (const [title, before, edit, after] of cases) {
  test(`editFile() ${title}`, () => {
    assert.equal(editFile(before, [edit], config), after);
    assert.equal(editFile(after, [edit], config), after, "again");
  });
}

test("editFile() writes headers of the credentials file without prefix", () => {
  assert.equal(editFile("", [set("a", "1")], credentials), "[foo]\na = 1\n");
});

const refusals: readonly (readonly [title: string, edit: Edit, text: string, sentence: RegExp])[] = [
  ["a value with a line break", set("a", "1\n[x]"), "", /has a line break/],
  ["a value with a carriage return", set("a", "1\r"), "", /control character/],
  ["a value that would be cut", set("a", "1 # 2"), "", /read as a comment/],
  ["a value that begins as a comment", set("a", ";1"), "", /read as a comment/],
  ["a value that would be trimmed", set("a", " 1"), "", /white space/],
  ["an empty value", set("a", ""), "", /is empty/],
  ["half a character", set("a", "\ud800"), "", /half a character/],
  ["a property name with an equals sign", set("a=b", "1"), "", /does not allow the name "a=b"/],
  [
    "a section name with a bracket",
    set("a", "1", { kind: "profile", name: "a]" }),
    "",
    /does not allow the name/,
  ],
  [
    "a value in the place of sub-properties",
    set("s3", "1"),
    "[profile foo]\ns3 =\n a=1",
    /sub-properties, .*config:2;/,
  ],
  [
    "sub-properties below a value",
    setIn("s3", "a", "1"),
    "[profile foo]\n\ns3 = 1",
    /has a value .*config:3;/,
  ],
  [
    "an indented comment that would join the value",
    set("a", "1"),
    "[profile foo]\na =\n # c",
    /comment .*config:2;/,
  ],
  ["a file that AWS refuses", set("a", "1"), "[profile foo]\nnonsense", /expected an '=' sign .*config:2$/],
];

for (const [title, edit, text, sentence] of refusals) {
  test(`editFile() refuses ${title}`, () => {
    assert.throws(
      () => editFile(text, [edit], config),
      (error) => error instanceof TegataError && sentence.test(error.message),
    );
  });
}

test("editFile() refuses sessions in the credentials file", () => {
  const section = { kind: "sso-session", name: "s" } as const;
  assert.throws(
    () => editFile("", [{ kind: "add-section", section }], credentials),
    /belongs into the config file/,
  );
});

test("editFile() keeps a value that it refuses out of the message", () => {
  const secret = "wJalrXUtnFEMI # K7MDENG";
  assert.throws(
    () => editFile("", [set("aws_secret_access_key", secret)], credentials),
    (error) => error instanceof TegataError && !/wJalr/.test(error.message + error.hint),
  );
});
