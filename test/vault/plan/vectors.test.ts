import assert from "node:assert/strict";
import { test } from "node:test";
import { same, TegataError } from "../../../src/base/index.ts";
import { buildPlan, type Step } from "../../../src/vault/plan/index.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";
import { sharedFiles } from "./files.ts";
import { assertJapanese } from "./planned.ts";

type Properties = Readonly<Record<string, string>>;

interface Vector {
  readonly docs: string;
  readonly input: {
    readonly selected_profile: string;
    readonly profiles: Readonly<Record<string, Properties>>;
    readonly sso_sessions?: Readonly<Record<string, Properties>>;
  };
  readonly output: {
    readonly Error?: string;
    readonly ProfileChain?: readonly Readonly<Record<string, object>>[];
  };
}

const vectors = readSharedVectors<{ readonly tests: readonly Vector[] }>("assume-role-chains.json");

/** What the vectors' errors are called here. */
const codes: Readonly<Record<string, string>> = {
  "profile must contain `source_profile`": "SourceMissing",
  "profile missing aws_secret_access_key": "PartialKeys",
  "profile `B` did not contain credential information": "NoCredentials",
  "could not find source profile B referenced from A": "SourceProfileNotFound",
  "profile formed an infinite loop": "ProfileLoop",
  "`role_arn` was missing": "PartialWebIdentity",
  "if `sso_account_id` is set, then `sso_role_name` must also be set": "PartialSso",
};

for (const [index, { docs, input, output }] of (vectors?.tests ?? []).entries()) {
  test(`buildPlan() goes AWS's way, case ${index + 1}: ${docs}`, () => {
    const config = [
      ...sectionsOf("profile", input.profiles),
      ...sectionsOf("sso-session", input.sso_sessions ?? {}),
    ].join("\n");
    const plan = () =>
      buildPlan({
        files: sharedFiles(config),
        profile: { name: input.selected_profile, reason: { text: same("the case names it") }, named: true },
        env: {},
        storedKeys: new Set(),
      });
    if (output.Error !== undefined) {
      const code = codes[output.Error];
      assert.ok(code, `no code for "${output.Error}"`);
      assert.throws(plan, (error) => error instanceof TegataError && error.code === code);
      return;
    }
    const made = plan();
    assert.deepEqual(made.steps.map(asVector), output.ProfileChain?.map(withoutSecrets));
    assertJapanese(
      made,
      Object.keys(input.profiles).map((name) => `「${name}」`),
    );
  });
}

function sectionsOf(kind: string, sections: Readonly<Record<string, Properties>>): readonly string[] {
  return Object.entries(sections).flatMap(([name, properties]) => [
    `[${kind} ${name}]`,
    ...Object.entries(properties).map(([key, value]) => `${key} = ${value}`),
  ]);
}

/** A plan holds no secret, and reads the account id when it reads the key. */
function withoutSecrets(link: Readonly<Record<string, object>>): object {
  const entries = Object.entries(link).map(([kind, properties]) => [
    kind,
    Object.fromEntries(
      Object.entries(properties).filter(([key]) => key !== "secret_access_key" && key !== "account_id"),
    ),
  ]);
  return Object.fromEntries(entries);
}

function asVector(step: Step): object {
  switch (step.kind) {
    case "static-key":
      return { AccessKey: { access_key_id: step.accessKeyId } };
    case "assume-role":
      return {
        AssumeRole: {
          role_arn: step.roleArn,
          ...(step.roleSessionName && { role_session_name: step.roleSessionName }),
        },
      };
    case "web-identity":
      return { WebIdentityToken: { role_arn: step.roleArn, web_identity_token_file: step.tokenFile } };
    case "sso":
      return {
        Sso: {
          sso_account_id: step.accountId,
          sso_region: step.ssoRegion,
          sso_role_name: step.roleName,
          sso_start_url: step.startUrl,
        },
      };
    case "sso-token":
      return {
        Sso: { sso_session: step.sessionName, sso_region: step.ssoRegion, sso_start_url: step.startUrl },
      };
    default:
      return { [step.kind]: {} };
  }
}
