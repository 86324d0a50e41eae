import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LruMap } from "../../src/base/index.ts";
import { fc } from "../support/random.ts";

describe("LruMap", () => {
  it("LruMap never holds more than it may, and never forgets what was used last", () => {
    const step = fc.tuple(fc.constantFrom("get", "set", "delete"), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.array(step, { maxLength: 200 }),
        (maxEntries, steps) => {
          const map = new LruMap<number, string>(maxEntries);
          const model = new Map<number, string>();
          let recent: number[] = [];
          for (const [kind, key] of steps) {
            const found = map.get(key);
            if (found !== undefined) assert.equal(found, model.get(key), "what is found is what was put");
            if (recent.includes(key)) assert.equal(found, model.get(key), "one of the last used is there");
            if (kind === "set") {
              map.set(key, `value ${key}`);
              model.set(key, `value ${key}`);
            }
            if (kind === "delete") {
              map.delete(key);
              model.delete(key);
            }
            recent = recent.filter((other) => other !== key);
            if (map.get(key) !== undefined) recent = [key, ...recent].slice(0, Math.floor(maxEntries / 2));
            assert.ok(map.size <= maxEntries);
          }
        },
      ),
    );
  });

  it("LruMap.clear() forgets everything", () => {
    const map = new LruMap<string, number>(4);
    map.set("a", 1);
    map.clear();
    assert.equal(map.get("a"), undefined);
    assert.equal(map.size, 0);
  });
});
