/** The service reference: what it knows, and that it says what its source says. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { describe, it } from "node:test";
import { findActionKey, isWildcardOnly, serviceReference } from "../../src/policy/reference/index.ts";

const generated = new URL("../../src/policy/reference/services.generated.ts", import.meta.url);
const maxReferenceBytes = 1_500_000;

describe("serviceReference", () => {
  it("knows every service by its prefix", () => {
    assert.ok(serviceReference.prefixes.length > 400);
    for (const prefix of serviceReference.prefixes) {
      const service = serviceReference.service(prefix);
      assert.equal(service?.prefix, prefix);
      assert.notEqual(service.name, "");
    }
    assert.equal(serviceReference.service("S3")?.name, "Amazon S3");
    for (const name of ["", "s4", "__proto__", "constructor"])
      assert.equal(serviceReference.service(name), undefined);
  });

  it("action() finds an action in any case, with access level, resource types and keys", () => {
    const action = serviceReference.action("S3:getobject");
    assert.equal(action?.name, "GetObject");
    assert.equal(action.accessLevel, "Read");
    const object = action.resources.find(({ type }) => type.name === "object");
    assert.deepEqual(object?.type.arns, ["arn:{Partition}:s3:::{BucketName}/{ObjectName}"]);
    assert.equal(findActionKey(action, "s3:ExistingObjectTag/team")?.name, "s3:ExistingObjectTag/{key}");
    assert.equal(findActionKey(action, "s3:prefix"), undefined);
    assert.equal(findActionKey(action, "AWS:SourceIp")?.type, "IPAddress");
    assert.equal(serviceReference.action("s3:GetObjects"), undefined);
    assert.equal(serviceReference.action("GetObject"), undefined);
  });

  it("actions with a required resource say so", () => {
    const passRole = serviceReference.action("iam:PassRole");
    assert.deepEqual(
      passRole?.resources.map(({ type, required }) => [type.name, required]),
      [["role", true]],
    );
  });

  it("isWildcardOnly() holds for actions without resource type alone", () => {
    const judged = (name: string): boolean | undefined => {
      const action = serviceReference.action(name);
      return action === undefined ? undefined : isWildcardOnly(action);
    };
    assert.equal(judged("s3:ListAllMyBuckets"), true);
    assert.equal(judged("s3:ListBucket"), false);
    assert.equal(judged("sts:GetCallerIdentity"), true);
  });

  it("actionsMatching() takes wildcards in the name, none in the service", () => {
    const names = serviceReference.actionsMatching("sts:AssumeRole*").map(({ name }) => name);
    assert.deepEqual(names.sort(), ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]);
    assert.equal(serviceReference.actionsMatching("sts:assumeroot").length, 1);
    for (const pattern of ["*", "s*:Get*", "sts:Nothing*", ""])
      assert.deepEqual(serviceReference.actionsMatching(pattern), []);
  });

  it("conditionKey() knows global keys, services' keys, templates and identity providers' keys", () => {
    assert.deepEqual(serviceReference.conditionKey("AWS:TagKeys"), {
      name: "aws:TagKeys",
      type: "String",
      multiValued: true,
    });
    assert.equal(serviceReference.conditionKey("aws:requesttag/team")?.name, "aws:RequestTag/{TagKey}");
    assert.equal(serviceReference.conditionKey("aws:requesttag/"), undefined);
    assert.equal(serviceReference.conditionKey("s3:max-keys")?.type, "Numeric");
    assert.equal(serviceReference.conditionKey("saml:edupersonaffiliation")?.multiValued, true);
    assert.equal(serviceReference.conditionKey("token.actions.githubusercontent.com:ref")?.type, "String");
    assert.equal(serviceReference.conditionKey("aws:SourceIpp"), undefined);
  });

  it("says where it comes from, and stays small", () => {
    const { name, version, date, licence } = serviceReference.source;
    assert.equal(licence, "MIT");
    assert.match(date, /^\d{4}-\d{2}-\d{2}$/);
    const head = readFileSync(generated, "utf8").slice(0, 400);
    assert.ok(head.includes(`${name} ${version}`));
    assert.match(head, /Copyright \(c\) 2024 Act Security\. MIT License/);
    assert.ok(statSync(generated).size < maxReferenceBytes);
  });

  it("is what the generator makes of the installed source", async () => {
    const { generateReference } = await import("../../scripts/generate-reference.ts");
    assert.ok(generateReference() === readFileSync(generated, "utf8"), "run scripts/generate-reference.ts");
  });
});
