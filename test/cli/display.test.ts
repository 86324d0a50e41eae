import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { renderColumns, renderFacts } from "../../src/cli/display/render-table.ts";
import { hasColour, paintFor } from "../../src/cli/display/style.ts";

describe("hasColour()", () => {
  const seen = (env: Readonly<Record<string, string>>, isTerminal = true, isPlain = false) =>
    hasColour({ env, isTerminal, isPlain });

  it("is for terminals that can", () => {
    assert.equal(seen({ TERM: "xterm" }), true);
    assert.equal(seen({}, false), false);
    assert.equal(seen({ TERM: "dumb" }), false);
  });

  it("keeps NO_COLOR, and FORCE_COLOR before it, as Node does", () => {
    assert.equal(seen({ NO_COLOR: "1" }), false);
    assert.equal(seen({ NO_COLOR: "" }), true);
    assert.equal(seen({ FORCE_COLOR: "1", NO_COLOR: "1" }, false), true);
    assert.equal(seen({ FORCE_COLOR: "0" }), false);
  });

  it("is never for --plain", () => {
    assert.equal(seen({ FORCE_COLOR: "1" }, true, true), false);
  });
});

describe("renderColumns() and renderFacts()", () => {
  const table = {
    head: ["Name", "State", "Place"],
    rows: [
      ["a", { text: "live", tone: "good" }, ""],
      ["longer", { text: "expired", tone: "faint" }, "here"],
    ],
  } as const;

  it("pad by what is seen, not by what switches a colour on", () => {
    const plain = renderColumns(table, (text) => text);
    assert.equal(plain, "Name    State    Place\na       live\nlonger  expired  here");
    const paint = paintFor({ env: { FORCE_COLOR: "1" }, isTerminal: true, isPlain: false });
    const painted = renderColumns(table, paint);
    assert.ok(painted.includes("\u001b[32mlive\u001b[39m"));
    assert.equal(stripVTControlCharacters(painted), plain);
  });

  it("give Japanese the two columns that each of its letters takes", () => {
    const japanese = {
      head: ["状態", "Place"],
      rows: [
        ["使わない", "a"],
        ["ｱ e\u0301", "b"],
      ],
    };
    assert.equal(
      renderColumns(japanese, (text) => text),
      "状態      Place\n使わない  a\nｱ e\u0301       b",
    );
  });

  it("say one fact a line, and leave out what is empty", () => {
    assert.equal(renderFacts(table), "Name: a\nState: live\n\nName: longer\nState: expired\nPlace: here");
  });
});
