/** The AWS CLI's commands on the doctor's pages, held against the models that the AWS CLI itself is made of: nothing is called. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pages } from "../../src/doctor/index.ts";
import { runProgram } from "../support/aws-cli.ts";
import { needsBoto3 } from "../support/credential-clients.ts";
import { commandLines, readPage } from "../support/doctor-pages.ts";
import { cleanEnvironment } from "../support/server.ts";

/** Not in AWS's models: the AWS CLI's own. Those of version 2 alone must be told so on their pages. */
const ownCommands = new Set([
  "configure",
  "configure get",
  "configure list",
  "configure set",
  "s3 cp",
  "s3 ls",
]);
const version2Commands = new Set(["configure export-credentials", "configure sso", "sso login"]);

/** Reads commands as JSON from standard input; answers what is wrong with each that is: an operation, a flag, one that lacks. */
const check = `
import json, sys
import botocore.session
from botocore import xform_name
session = botocore.session.get_session()
clients = {}
everywhere = {"profile", "region", "query", "output", "endpoint-url", "debug", "no-sign-request"}
def problem(words):
    service, operation, *rest = words
    if service not in session.get_available_services():
        return "no service " + service
    model = clients.setdefault(service, session.get_service_model(service))
    names = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in names:
        return "no operation " + operation
    shape = model.operation_model(names[operation]).input_shape
    members = {xform_name(name, "-"): name for name in shape.members} if shape else {}
    given = {word[2:].split("=")[0] for word in rest if word.startswith("--")}
    unknown = given - set(members) - everywhere
    lacking = {key for key, name in members.items() if name in shape.required_members} - given if shape else set()
    return ", ".join(sorted(["no flag --" + flag for flag in unknown] + ["--" + flag + " lacks" for flag in lacking]))
print(json.dumps([problem(words) for words in json.load(sys.stdin)]))
`;

interface Command {
  readonly slug: string;
  readonly words: readonly string[];
}

const optionsWithValue = ["--endpoint-url", "--profile", "--region"];

/** `aws --endpoint-url URL sts get-caller-identity` → the words from the service on; none of `aws --profile NAME`. */
function fromService(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, index) =>
      index > 0 && !word.startsWith("--") && !optionsWithValue.includes(words[index - 1] ?? ""),
  );
  return at < 0 ? [] : words.slice(at);
}

const commands: readonly Command[] = pages.flatMap(({ slug }) =>
  commandLines(readPage(slug, "en"), "aws").map((words) => ({ slug, words: fromService(words) })),
);

function isOwn(words: readonly string[], own: ReadonlySet<string>): boolean {
  return (
    own.has(words.slice(0, 2).join(" ")) || (words[1]?.startsWith("--") === true && own.has(words[0] ?? ""))
  );
}

async function problemsOf(asked: readonly (readonly string[])[]): Promise<readonly string[]> {
  const run = await runProgram(["python3", "-c", check], cleanEnvironment({}), JSON.stringify(asked));
  assert.equal(run.code, 0, run.stderr);
  return JSON.parse(run.stdout);
}

describe("docs/troubleshooting, read by the AWS CLI's models", () => {
  it("names operations that there are, with flags that they take and none missing", async (t) => {
    if (!needsBoto3(t)) return;
    const modelled = commands.filter(
      ({ words }) => words.length > 0 && !isOwn(words, ownCommands) && !isOwn(words, version2Commands),
    );
    assert.ok(modelled.length > 40, `only ${modelled.length} commands`);
    const problems = await problemsOf(modelled.map(({ words }) => words));
    const wrong = modelled.flatMap(({ slug, words }, index) =>
      problems[index] === "" ? [] : [`${slug}: aws ${words.join(" ")}: ${problems[index]}`],
    );
    assert.deepEqual(wrong, []);
  });

  it("finds what is wrong with a command", async (t) => {
    if (!needsBoto3(t)) return;
    const asked = [
      "iam list-people",
      "ims list-users",
      "iam get-role",
      "sts get-caller-identity --role x",
      "s3 ls",
    ];
    assert.deepEqual(await problemsOf(asked.map((line) => line.split(" "))), [
      "no operation list-people",
      "no service ims",
      "--role-name lacks",
      "no flag --role",
      "no operation ls",
    ]);
  });

  it("says where a command wants the AWS CLI v2", () => {
    const slugs = new Set(
      commands.filter(({ words }) => isOwn(words, version2Commands)).map(({ slug }) => slug),
    );
    assert.ok(slugs.size > 0);
    for (const slug of slugs)
      for (const language of ["en", "ja"] as const)
        assert.match(readPage(slug, language), /AWS\s+CLI\s+v2/, slug);
  });
});
