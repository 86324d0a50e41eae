/** What a plan says, in both languages: the English that programs and people know, and Japanese without a gap. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { describePlan, planIn } from "../../../src/vault/plan/index.ts";
import { assertJapanese, planned } from "./planned.ts";
import { situations } from "./situations.ts";

const plans = Object.entries(situations).map(([name, situation]) => ({ name, plan: planned(situation) }));
/** Names in the situations that no step of the plan has. */
const own = ["「runner」", "「local」", ...Object.keys(situations).map((name) => `「${name}」`)];

describe("describePlan()", () => {
  it("says in English what it always said", () => {
    const printed = plans.map(({ name, plan }) => `== ${name}\n${describePlan(plan)}\n`).join("");
    assert.equal(printed, readFileSync(join(import.meta.dirname, "printed.en.txt"), "utf8"));
  });

  for (const { name, plan } of plans) {
    it(`has no English sentence in Japanese: ${name}`, () => {
      const [english, japanese] = [describePlan(plan).split("\n"), describePlan(plan, "ja").split("\n")];
      assert.equal(japanese.length, english.length);
      assertJapanese(plan, own);
    });
  }
});

describe("planIn()", () => {
  it("gives programs the plan with strings for texts, its members in their order", () => {
    for (const { plan } of plans) {
      const printed = planIn(plan, "en");
      assert.deepEqual(
        Object.keys(printed).filter((key) => key in plan),
        Object.keys(plan),
      );
      assert.deepEqual(printed.steps.map(Object.keys), plan.steps.map(Object.keys));
      assert.doesNotMatch(JSON.stringify(printed), /[\u3040-\u30ff\u4e00-\u9fff]/);
    }
  });

  it("leaves session tags alone that are named as languages are", () => {
    const config = "[profile p]\nrole_arn = arn:r\nsource_profile = b\nsession_tags = en=x,ja=y";
    const [, role] = planIn(planned({ config, profile: "p", stored: ["b"] }), "en").steps;
    assert.deepEqual(role?.kind === "assume-role" && role.tags, { en: "x", ja: "y" });
  });
});
