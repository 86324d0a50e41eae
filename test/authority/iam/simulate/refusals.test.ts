/** What a simulation is refused for. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { IamOperations } from "../../../../src/wire/models/iam-types.generated.ts";
import { accountId, allow, openDesk, otherAccountId, trusting } from "../desk.ts";

type Input = Partial<IamOperations["SimulateCustomPolicy"]["input"]>;

const base = { PolicyInputList: [allow("s3:GetObject")], ActionNames: ["s3:GetObject"] };
const resourcePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::home/*" },
});

const refusals: readonly (readonly [title: string, input: Input, code: string, sentence: RegExp])[] = [
  ["an action without service", { ActionNames: ["GetObject"] }, "InvalidInput", /GetObject/],
  ["an action with a wildcard", { ActionNames: ["s3:Get*"] }, "InvalidInput", /s3:Get\*/],
  [
    "a resource that is no ARN",
    { ResourceArns: ["14a050d4"] },
    "InvalidInput",
    /^ResourceNames are not in a valid ARN format: 14a050d4\.$/,
  ],
  [
    "an account's number as resource owner",
    { ResourceOwner: accountId },
    "InvalidInput",
    /^'123456789012' is not a valid as a Resource Owner\.$/,
  ],
  [
    "a resource policy without caller",
    { ResourcePolicy: resourcePolicy },
    "InvalidInput",
    /^Invalid caller - Caller must be an IAM user in this context\.$/,
  ],
  [
    "a role as caller",
    { CallerArn: `arn:aws:iam::${accountId}:role/job`, ResourcePolicy: resourcePolicy },
    "InvalidInput",
    /^Invalid caller/,
  ],
  [
    "two boundaries",
    { PermissionsBoundaryPolicyInputList: [allow("s3:*"), allow("s3:*")] },
    "InvalidInput",
    /one permissions boundary/,
  ],
  ["a policy that is none", { PolicyInputList: ["{"] }, "InvalidInput", /^PolicyInputList\.1: /],
  [
    "a policy with a fault in the second place",
    { PolicyInputList: [allow("s3:*"), '{"Version":"2012-10-17","Statement":{"Effect":"Allow"}}'] },
    "InvalidInput",
    /^PolicyInputList\.2: /,
  ],
  [
    "a resource policy that names nobody",
    { CallerArn: `arn:aws:iam::${accountId}:user/ann`, ResourcePolicy: allow("s3:*") },
    "InvalidInput",
    /^ResourcePolicy: /,
  ],
  ["an unknown scenario", { ResourceHandlingOption: "EC2-Classic-EBS" }, "InvalidInput", /EC2-Classic-EBS/],
  [
    "a scenario without its resources",
    {
      ResourceHandlingOption: "EC2-VPC-EBS",
      ResourceArns: [`arn:aws:ec2:us-east-1:${accountId}:instance/i-1`, "arn:aws:ec2:us-east-1::image/ami-1"],
    },
    "InvalidInput",
    /EC2-VPC-EBS requires resources of type: security-group, network-interface, volume$/,
  ],
  [
    "too many pairs",
    {
      ActionNames: Array.from({ length: 101 }, (_, at) => `s3:A${at}`),
      ResourceArns: Array.from({ length: 10 }, (_, at) => `arn:aws:s3:::b${at}`),
    },
    "InvalidInput",
    /at most 1000 pairs/,
  ],
  [
    "too much policy text",
    { PolicyInputList: Array.from({ length: 3 }, () => allow("s3:*") + " ".repeat(100_000)) },
    "InvalidInput",
    /at most 262144 characters/,
  ],
];

const entries: readonly (readonly [title: string, entry: NonNullable<Input["ContextEntries"]>[number]])[] = [
  ["no name", { ContextKeyType: "string", ContextKeyValues: ["x"] }],
  ["no type", { ContextKeyName: "aws:username", ContextKeyValues: ["x"] }],
  ["no values", { ContextKeyName: "aws:username", ContextKeyType: "string" }],
  [
    "several values for one",
    { ContextKeyName: "aws:username", ContextKeyType: "string", ContextKeyValues: ["x", "y"] },
  ],
  ["a number", { ContextKeyName: "s3:max-keys", ContextKeyType: "numeric", ContextKeyValues: ["ten"] }],
  ["a truth", { ContextKeyName: "aws:SecureTransport", ContextKeyType: "boolean", ContextKeyValues: ["1"] }],
  ["an address", { ContextKeyName: "aws:SourceIp", ContextKeyType: "ip", ContextKeyValues: ["192.0.2.300"] }],
  ["a date", { ContextKeyName: "aws:CurrentTime", ContextKeyType: "date", ContextKeyValues: ["today"] }],
  ["bytes", { ContextKeyName: "app:digest", ContextKeyType: "binary", ContextKeyValues: ["?"] }],
  [
    "one of a list",
    { ContextKeyName: "aws:SourceIp", ContextKeyType: "ipList", ContextKeyValues: ["192.0.2.1", "x"] },
  ],
];

describe("SimulateCustomPolicy refuses", () => {
  for (const [title, input, code, sentence] of refusals)
    it(`SimulateCustomPolicy refuses ${title}`, async (t) => {
      const desk = await openDesk(t);
      const [shownCode, shown] = await desk.refusal("SimulateCustomPolicy", { ...base, ...input });
      assert.equal(shownCode, code);
      assert.match(shown ?? "", sentence);
    });

  for (const [title, entry] of entries)
    it(`SimulateCustomPolicy refuses a context entry: ${title}`, async (t) => {
      const desk = await openDesk(t);
      const [code, sentence] = await desk.refusal("SimulateCustomPolicy", {
        ...base,
        ContextEntries: [entry],
      });
      assert.equal(code, "InvalidInput");
      assert.match(sentence ?? "", /^Invalid Context Entry: /);
    });

  it("SimulateCustomPolicy refuses a key that is given twice, in whatever case", async (t) => {
    const desk = await openDesk(t);
    const entry = (name: string) =>
      ({ ContextKeyName: name, ContextKeyType: "string", ContextKeyValues: ["x"] }) as const;
    const twice = { ...base, ContextEntries: [entry("aws:username"), entry("AWS:UserName")] };
    assert.deepEqual(await desk.refusal("SimulateCustomPolicy", twice), [
      "InvalidInput",
      "Invalid Context Entry: AWS:UserName is given twice.",
    ]);
  });
});

describe("SimulatePrincipalPolicy refuses", () => {
  const ask = (PolicySourceArn: string) => ({ PolicySourceArn, ActionNames: ["s3:GetObject"] });

  it("SimulatePrincipalPolicy refuses whatever is no user, group or role", async (t) => {
    const desk = await openDesk(t);
    for (const arn of [
      `arn:aws:sts::${accountId}:assumed-role/job/session`,
      `arn:aws:iam::${accountId}:root`,
      `arn:aws:iam::${accountId}:policy/shared`,
      "arn:aws:s3:::a-bucket-of-ours",
    ])
      assert.deepEqual(await desk.refusal("SimulatePrincipalPolicy", ask(arn)), [
        "InvalidInput",
        `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
      ]);
  });

  it("SimulatePrincipalPolicy refuses one that is not there, and one under another path", async (t) => {
    const desk = await openDesk(t);
    await desk.run("CreateUser", { UserName: "ann", Path: "/team/" });
    const arn = (name: string) => `arn:aws:iam::${accountId}:${name}`;
    assert.deepEqual(await desk.refusal("SimulatePrincipalPolicy", ask(arn("role/nobody"))), [
      "NoSuchEntity",
      "The role with name nobody cannot be found.",
    ]);
    assert.equal((await desk.refusal("SimulatePrincipalPolicy", ask(arn("user/ann"))))[0], "NoSuchEntity");
    assert.ok(await desk.run("SimulatePrincipalPolicy", ask(arn("user/team/ann"))));
  });

  it("SimulatePrincipalPolicy refuses principals of other accounts, whether they exist or not", async (t) => {
    const desk = await openDesk(t);
    for (const name of ["admin", "nobody"])
      for (const operation of ["SimulatePrincipalPolicy", "GetContextKeysForPrincipalPolicy"] as const) {
        const [code, sentence] = await desk.refusal(
          operation,
          ask(`arn:aws:iam::${otherAccountId}:user/${name}`),
        );
        assert.equal(code, "AccessDenied");
        assert.match(sentence ?? "", new RegExp(`iam:${operation} on resource: arn:.*${name}$`));
      }
  });

  it("SimulatePrincipalPolicy refuses a resource policy for a role without caller", async (t) => {
    const desk = await openDesk(t);
    await desk.run("CreateRole", { RoleName: "job", AssumeRolePolicyDocument: trusting({ AWS: accountId }) });
    const input = { ...ask(`arn:aws:iam::${accountId}:role/job`), ResourcePolicy: resourcePolicy };
    assert.equal((await desk.refusal("SimulatePrincipalPolicy", input))[0], "InvalidInput");
    const caller = `arn:aws:iam::${accountId}:user/ann`;
    assert.ok(await desk.run("SimulatePrincipalPolicy", { ...input, CallerArn: caller }));
  });

  it("SimulatePrincipalPolicy answers nothing when a stored policy cannot be read", async (t) => {
    const desk = await openDesk(t);
    await desk.run("CreateUser", { UserName: "ann" });
    await desk.run("PutUserPolicy", { UserName: "ann", PolicyName: "own", PolicyDocument: allow("s3:*") });
    await desk.store.write(accountId, async (tx) => {
      await tx.updateTable("inline_policy").set({ document: "{" }).execute();
    });
    await assert.rejects(
      desk.run("SimulatePrincipalPolicy", ask(`arn:aws:iam::${accountId}:user/ann`)),
      /stored policies cannot be read/,
    );
  });
});
