import assert from "node:assert/strict";
import { test } from "node:test";
import { stsRegionOf } from "../../../src/vault/plan/index.ts";
import { planned, type Situation } from "./planned.ts";

const role = (partition: string, more = ""): Situation => ({
  config: `[profile a]\nrole_arn = arn:${partition}:iam::111122223333:role/r\nsource_profile = key\n${more}\n[profile key]`,
  profile: "a",
  stored: ["key"],
});

const cases: readonly (readonly [string, Situation, string | undefined])[] = [
  ["the region that the profile names", role("aws-cn", "region = cn-northwest-1"), "cn-northwest-1"],
  ["the partition of a role in China", role("aws-cn"), "cn-north-1"],
  ["the partition of a role in GovCloud", role("aws-us-gov"), "us-gov-west-1"],
  ["nobody for a role in the standard partition", role("aws"), undefined],
  ["nobody for a role that is no ARN", role("constructor:x"), undefined],
  [
    "the partition of an MFA device",
    {
      config: "[profile key]\nmfa_serial = arn:aws-cn:iam::111122223333:mfa/ann",
      profile: "key",
      stored: ["key"],
    },
    "cn-north-1",
  ],
  [
    "the portal of SSO",
    {
      config:
        "[profile s]\nsso_start_url = https://u\nsso_region = cn-north-1\nsso_account_id = 1\nsso_role_name = n",
      profile: "s",
    },
    "cn-north-1",
  ],
  ["a variable first", { ...role("aws-cn"), env: { AWS_REGION: "eu-west-1" } }, "eu-west-1"],
];

for (const [what, situation, expected] of cases) {
  test(`stsRegionOf() asks ${what}`, () => {
    assert.equal(stsRegionOf(planned(situation)), expected);
  });
}
