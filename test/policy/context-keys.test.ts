// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** Which context keys documents refer to. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, listContextKeys, parsePolicy } from "../../src/policy/index.ts";
import { processorMs } from "../support/processor-time.ts";

function keysOf(...documents: readonly object[]): readonly string[] {
  return listContextKeys(
    documents.flatMap((document) => parsePolicy(JSON.stringify(document), "identity").document ?? []),
  );
}

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

describe("listContextKeys()", () => {
  it("names the keys of conditions and of variables as they are written, in order", () => {
    const keys = keysOf({
      Version: "2012-10-17",
      Statement: [
        { ...statement, Resource: "arn:aws:s3:::home/${aws:username}/${ aws:PrincipalTag/Team , 'none'}" },
        {
          ...statement,
          Condition: {
            IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
            StringLike: { "s3:prefix": ["${aws:userid}/*", "${aws:FederatedProvider}"] },
          },
        },
      ],
    });
    assert.deepEqual(keys, [
      "aws:username",
      "aws:PrincipalTag/Team",
      "aws:SourceIp",
      "s3:prefix",
      "aws:userid",
      "aws:FederatedProvider",
    ]);
  });

  it("names a key once, in its first spelling, across documents", () => {
    const conditioned = (key: string) => ({
      Version: "2012-10-17",
      Statement: { ...statement, Condition: { StringEquals: { [key]: "x" } } },
    });
    assert.deepEqual(keysOf(conditioned("aws:SourceVpc"), conditioned("AWS:sourcevpc")), ["aws:SourceVpc"]);
  });

  it("takes escapes, unclosed beginnings and variables of the first version for plain text", () => {
    const resource = "arn:aws:s3:::a/${*}${?}${$}${aws:username";
    assert.deepEqual(keysOf({ Version: "2012-10-17", Statement: { ...statement, Resource: resource } }), []);
    const closed = "arn:aws:s3:::a/${aws:username}";
    assert.deepEqual(keysOf({ Version: "2008-10-17", Statement: { ...statement, Resource: closed } }), []);
  });

  it("is not slowed down by a text of nothing but beginnings of variables", () => {
    for (const text of ["${".repeat(60_000), `${"${a".repeat(40_000)}, }`]) {
      const document = {
        Version: "2012-10-17",
        Statement: { ...statement, Resource: `arn:aws:s3:::${text}` },
      };
      const spent = processorMs(() => {
        assert.deepEqual(keysOf(document), []);
        assert.equal(compilePolicy(JSON.stringify(document), "identity").unreadable, false);
      });
      // 25 s when each beginning was read to the end of the text.
      assert.ok(spent < 3_000, `${spent} ms`);
    }
  });
});
