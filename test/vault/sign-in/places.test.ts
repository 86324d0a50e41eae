import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { federatedName, isRoleOrFederated } from "../../../src/vault/sign-in/console-credentials.ts";
import { type PlaceQuestion, signInPlace } from "../../../src/vault/sign-in/places.ts";

const nothing: PlaceQuestion = {
  region: undefined,
  endpoint: undefined,
  federationEndpoint: undefined,
  path: undefined,
};

function place(question: Partial<PlaceQuestion>): readonly [string, string] {
  const { federation, destination } = signInPlace({ ...nothing, ...question });
  return [federation.href, destination.href];
}

describe("signInPlace()", () => {
  it("is AWS's endpoint of the region's partition, and the region's console", () => {
    const aws = "https://signin.aws.amazon.com/federation";
    assert.deepEqual(place({}), [aws, "https://console.aws.amazon.com/"]);
    for (const [region, federation, console] of [
      ["eu-west-1", aws, "console.aws.amazon.com"],
      ["cn-north-1", "https://signin.amazonaws.cn/federation", "console.amazonaws.cn"],
      ["us-gov-west-1", "https://signin.amazonaws-us-gov.com/federation", "console.amazonaws-us-gov.com"],
      [
        "eusc-de-east-1",
        "https://eusc-de-east-1.signin.amazonaws-eusc.eu/federation",
        "console.amazonaws-eusc.eu",
      ],
    ] as const)
      assert.deepEqual(place({ region }), [
        federation,
        `https://${region}.${console}/console/home?region=${region}`,
      ]);
  });

  it("begins where --path says, and on no other host", () => {
    const region = "eu-west-1";
    for (const [path, end] of [
      ["s3/buckets", "s3/buckets?region=eu-west-1"],
      ["/s3/buckets?region=us-east-1", "s3/buckets?region=us-east-1"],
      ["cloudwatch/home#alarms:", "cloudwatch/home?region=eu-west-1#alarms:"],
      ["//evil.example/x", "evil.example/x?region=eu-west-1"],
      ["/\\evil.example", "evil.example?region=eu-west-1"],
    ] as const)
      assert.equal(place({ region, path })[1], `https://eu-west-1.console.aws.amazon.com/${end}`);
  });

  it("is the authority's that the profile names, not for AWS's own endpoints", () => {
    const endpoint = "http://127.0.0.1:4600";
    assert.deepEqual(place({ endpoint, region: "eu-west-1" }), [
      `${endpoint}/federation`,
      `${endpoint}/console`,
    ]);
    assert.equal(place({ endpoint, path: "/a?b=c" })[1], `${endpoint}/a?b=c`);
    assert.equal(
      place({ endpoint: "https://sts.cn-north-1.amazonaws.com.cn", region: "cn-north-1" })[0],
      "https://signin.amazonaws.cn/federation",
    );
  });

  it("is what --federation-endpoint says", () => {
    const federationEndpoint = "https://auth.example.org/sign-in/federation";
    assert.deepEqual(place({ federationEndpoint, endpoint: "http://127.0.0.1:4600" }), [
      federationEndpoint,
      "https://auth.example.org/console",
    ]);
    assert.deepEqual(
      place({
        federationEndpoint: "https://us-east-2.signin.aws.amazon.com/federation",
        region: "us-east-2",
      }),
      [
        "https://us-east-2.signin.aws.amazon.com/federation",
        "https://us-east-2.console.aws.amazon.com/console/home?region=us-east-2",
      ],
    );
  });

  it("refuses to send credentials in the clear, and what is no URL or no region", () => {
    const codeOf = (question: Partial<PlaceQuestion>) => {
      try {
        place(question);
      } catch (error) {
        return error instanceof TegataError ? error.code : String(error);
      }
      return "none";
    };
    assert.equal(codeOf({ endpoint: "http://auth.example.org" }), "FederationInsecure");
    assert.equal(codeOf({ endpoint: "http://127.0.0.1.example.org" }), "FederationInsecure");
    assert.equal(codeOf({ endpoint: "http://[::1]:4600" }), "none");
    assert.equal(codeOf({ federationEndpoint: "signin" }), "EndpointInvalid");
    assert.equal(codeOf({ federationEndpoint: "ftp://127.0.0.1/federation" }), "EndpointInvalid");
    assert.equal(codeOf({ region: "x.evil.example/" }), "RegionInvalid");
  });
});

describe("federatedName()", () => {
  it("is the user's name without its path, from 2 to 32 characters", () => {
    for (const [arn, name] of [
      ["arn:aws:iam::123456789012:user/team/ann", "ann"],
      ["arn:aws:iam::123456789012:user/x", "x-user"],
      ["arn:aws:iam::123456789012:root", "root"],
      [`arn:aws-cn:iam::123456789012:user/${"n".repeat(64)}`, "n".repeat(32)],
    ] as const)
      assert.equal(federatedName(arn), name);
  });
});

describe("isRoleOrFederated()", () => {
  it("is true for sessions of roles and federated users alone", () => {
    for (const [arn, expected] of [
      ["arn:aws:sts::123456789012:assumed-role/r/s", true],
      ["arn:aws-us-gov:sts::123456789012:federated-user/ann", true],
      ["arn:aws:iam::123456789012:user/assumed-role/ann", false],
      ["arn:aws:iam::123456789012:root", false],
    ] as const)
      assert.equal(isRoleOrFederated(arn), expected, arn);
  });
});
