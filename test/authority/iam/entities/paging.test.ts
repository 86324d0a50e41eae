import assert from "node:assert/strict";
import { test } from "node:test";
import { buildPage, pageOf, parsePage } from "../../../../src/authority/iam/entities/paging.ts";
import { requestTagContext, tagMap } from "../../../../src/authority/iam/entities/tags.ts";
import { fc } from "../../../support/random.ts";

const keys = fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1, maxLength: 256 }), { maxLength: 30 });

test("pageOf() shows every item once, whatever the keys and the page size", () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 7 }), (all, MaxItems) => {
      const seen: string[] = [];
      let Marker: string | undefined;
      do {
        const { items, end } = pageOf(all, { Marker, MaxItems }, (key) => key);
        assert.ok(items.length <= MaxItems);
        assert.ok((end.Marker ?? "").length <= 320);
        assert.equal(end.IsTruncated, end.Marker !== undefined);
        seen.push(...items);
        Marker = end.Marker;
      } while (Marker !== undefined);
      assert.deepEqual([...seen].sort(), [...all].sort());
    }),
    { numRuns: 200 },
  );
});

test("buildPage() asks for one row more than it shows, and says when there is none", () => {
  const request = parsePage({ MaxItems: 2 });
  assert.deepEqual(request, { after: undefined, limit: 3 });
  const page = buildPage(["a", "b", "c"], request, (row) => row);
  assert.deepEqual(page.items, ["a", "b"]);
  assert.equal(parsePage({ Marker: page.end.Marker }).after, "b");
  assert.deepEqual(buildPage(["a", "b"], request, (row) => row).end, { IsTruncated: false });
  assert.equal(parsePage({}).limit, 101);
});

test("requestTagContext() tells policies the tags by lower-case key, even odd ones", () => {
  const tags = [
    { Key: "Team", Value: "blue" },
    { Key: "__proto__", Value: "x" },
  ];
  const context = requestTagContext(tags);
  assert.equal(context["aws:requesttag/team"], "blue");
  assert.equal(context["aws:requesttag/__proto__"], "x");
  assert.deepEqual(context["aws:tagkeys"], ["Team", "__proto__"]);
  assert.equal(Object.hasOwn(tagMap(JSON.stringify(tags)), "__proto__"), true);
  assert.deepEqual(requestTagContext(undefined), {});
});
