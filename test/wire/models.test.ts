import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { botocoreVersion, findBotocoreData, generateModels } from "../../scripts/generate-models.ts";
import { serviceModels } from "../../src/wire/index.ts";

const folder = new URL("../../src/wire/models/", import.meta.url);

test("the models carry all 176 operations of IAM and all 11 of STS", () => {
  assert.equal(Object.keys(serviceModels.iam.operations).length, 176);
  assert.equal(Object.keys(serviceModels.sts.operations).length, 11);
});

test("the models name no shape and no error that is not there", () => {
  for (const model of Object.values(serviceModels)) {
    for (const operation of Object.values(model.operations)) {
      for (const name of [operation.input, operation.output])
        if (name !== undefined) assert.equal(model.shapes[name]?.type, "structure", name);
      for (const name of operation.errors ?? []) assert.ok(model.errors[name], name);
    }
    for (const shape of Object.values(model.shapes)) {
      const targets =
        shape.type === "structure"
          ? Object.values(shape.members)
          : shape.type === "list"
            ? [shape.member]
            : shape.type === "map"
              ? [shape.key, shape.value]
              : [];
      for (const name of targets) assert.ok(model.shapes[name], name);
    }
  }
});

test("the models' error codes have the statuses that AWS documents", () => {
  const statuses = Object.values(serviceModels.iam.errors).map(({ code, status }) => [code, status]);
  const known = Object.fromEntries(statuses);
  for (const [code, status] of [
    ["NoSuchEntity", 404],
    ["EntityAlreadyExists", 409],
    ["DeleteConflict", 409],
    ["MalformedPolicyDocument", 400],
    ["InvalidAuthenticationCode", 403],
    ["ReportExpired", 410],
    ["ServiceFailure", 500],
  ] as const)
    assert.equal(known[code], status, code);
});

test("the generated models are what the generator makes of botocore", (t) => {
  const data = findBotocoreData();
  if (data === undefined) {
    assert.notEqual(process.env.CI, "true", "CI must have botocore");
    t.skip("SKIPPED: python3 with botocore is not on this machine");
    return;
  }
  const header = readFileSync(new URL("iam.generated.ts", folder), "utf8").split("\n", 1)[0] ?? "";
  const version = botocoreVersion(data);
  if (!header.includes(`botocore ${version};`)) {
    t.skip(`SKIPPED: this machine's botocore is ${version}, the models were made from another: ${header}`);
    return;
  }
  for (const [name, text] of generateModels(data))
    assert.equal(
      readFileSync(new URL(name, folder), "utf8"),
      text,
      `${name}: run scripts/generate-models.ts`,
    );
});
