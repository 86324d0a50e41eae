import assert from "node:assert/strict";
import { test } from "node:test";
import {
  demandRoomForOne,
  demandWithin,
  type QuotaName,
  quotas,
} from "../../../../src/authority/iam/entities/quotas.ts";
import { mergeTags, parseTags, removeTags, type Tag } from "../../../../src/authority/iam/entities/tags.ts";
import { ServiceError } from "../../../../src/base/index.ts";
import { fc } from "../../../support/random.ts";

const tag = fc.record(
  { Key: fc.stringMatching(/^[a-cA-C]{1,2}$/), Value: fc.stringMatching(/^[x-z]?$/) },
  { noNullPrototype: true },
);
const distinct = (tags: readonly Tag[]) =>
  new Set(tags.map(({ Key }) => Key.toLowerCase())).size === tags.length;
const tags = fc.array(tag, { maxLength: 6 }).filter(distinct);

test("mergeTags() keeps one tag per key whatever its case, and the added ones win", () => {
  fc.assert(
    fc.property(tags, tags, (present, added) => {
      const merged = parseTags(mergeTags(JSON.stringify(present), added, "TagsPerUser"));
      assert.ok(distinct(merged));
      for (const one of added)
        assert.deepEqual(
          merged.find(({ Key }) => Key === one.Key),
          one,
        );
      const addedKeys = new Set(added.map(({ Key }) => Key.toLowerCase()));
      const kept = present.filter(({ Key }) => !addedKeys.has(Key.toLowerCase()));
      for (const one of kept)
        assert.deepEqual(
          merged.find(({ Key }) => Key === one.Key),
          one,
        );
      assert.equal(merged.length, kept.length + added.length);
    }),
    { numRuns: 300 },
  );
});

test("removeTags() removes what mergeTags() added, and nothing else", () => {
  fc.assert(
    fc.property(tags, tags, (present, added) => {
      const keys = added.map(({ Key }) => Key.toUpperCase());
      const merged = mergeTags(JSON.stringify(present), added, "TagsPerUser");
      assert.equal(removeTags(merged, keys), removeTags(JSON.stringify(present), keys));
    }),
    { numRuns: 300 },
  );
});

test("every quota refuses one more than it allows, with AWS's sentence", () => {
  for (const [name, most] of Object.entries(quotas) as [QuotaName, number][]) {
    demandWithin(name, most);
    demandRoomForOne(name, most - 1);
    assert.throws(
      () => demandRoomForOne(name, most),
      (error) => {
        assert.ok(error instanceof ServiceError);
        assert.deepEqual([error.code, error.status], ["LimitExceeded", 409]);
        assert.equal(error.sentence, `Cannot exceed quota for ${name}: ${most}`);
        return true;
      },
    );
  }
});
