/** Codes before they are sent: their form, what was sent already, and how often a person is asked. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MovableClock, TegataError } from "../../../src/base/index.ts";
import { parseCode, untilNextCode } from "../../../src/vault/mfa/codes.ts";
import { type CodeContext, SentCodes, withCode } from "../../../src/vault/mfa/index.ts";

const serial = "arn:aws:iam::123456789012:mfa/ann";
class WrongCode extends Error {}
const isWrong = (error: unknown) => error instanceof WrongCode;

function scene(answers: readonly string[], process?: string) {
  const clock = new MovableClock({ now: () => 1_000_000_000_000 });
  const asked: (string | undefined)[] = [];
  const notes: string[] = [];
  const context: CodeContext = {
    profile: "p",
    serial,
    process,
    sentCodes: new SentCodes(),
    clock,
    sleep: async (milliseconds) => clock.advance(milliseconds),
    onNote: (note) => {
      notes.push(note);
    },
    askMfa: async ({ again, attempt }) => {
      asked.push(again);
      return answers[attempt - 1] ?? "";
    },
  };
  return { context, asked, notes, clock };
}

describe("parseCode()", () => {
  it("takes six digits, grouped or not, and nothing else", () => {
    for (const text of ["123456", " 123 456\n", "123-456"]) assert.equal(parseCode(text), "123456");
    for (const text of ["", "12345", "1234567", "12345a", "１２３４５６"])
      assert.equal(parseCode(text), undefined);
  });
});

describe("withCode()", () => {
  it("asks again for what is no code, without calling", async () => {
    const { context, asked, notes } = scene(["", "12345", "111111"]);
    const sent: string[] = [];
    await withCode(context, async (code) => sent.push(code), isWrong);
    assert.deepEqual(sent, ["111111"]);
    assert.deepEqual(asked, [undefined, "that was no code of six digits", "that was no code of six digits"]);
    assert.equal(notes[0], `waiting for MFA: ${serial}`);
  });

  it("does not send a code twice within its window, and says so; after it, it does", async () => {
    const { context, asked, clock } = scene(["111111", "222222"]);
    context.sentCodes.add(serial, "111111", clock.now());
    const sent: string[] = [];
    const call = async (code: string) => sent.push(code);
    await withCode(context, call, isWrong);
    assert.match(asked[1] ?? "", /^that code was sent already/);
    clock.advance(60_000);
    await withCode(context, call, isWrong);
    assert.deepEqual(sent, ["222222", "111111"]);
  });

  it("waits for the next code of a command that still prints a sent one", async () => {
    const { context, notes, clock } = scene(["111111", "222222"], "print-code");
    context.sentCodes.add(serial, "111111", clock.now());
    const before = clock.now();
    await withCode(context, async () => undefined, isWrong);
    assert.equal(clock.now() - before, untilNextCode(before));
    assert.match(notes[1] ?? "", /^waiting \d+ s for the next code of /);
  });

  it("asks three times at most, and passes other failures on at once", async () => {
    const wrong = scene(["111111", "222222", "333333", "444444"]);
    const refuse = async () => {
      throw new WrongCode();
    };
    await assert.rejects(withCode(wrong.context, refuse, isWrong), WrongCode);
    assert.equal(wrong.asked.length, 3);
    const other = scene(["111111"]);
    const fail = async () => {
      throw new TypeError("other");
    };
    await assert.rejects(withCode(other.context, fail, isWrong), TypeError);
    assert.equal(other.asked.length, 1);
    await assert.rejects(withCode(scene([]).context, refuse, isWrong), {
      code: "MfaCodeMissing",
      exitCode: 3,
    });
  });

  it("passes the refusal on where nobody can be asked again", async () => {
    const { context } = scene(["111111"]);
    const alone = {
      ...context,
      askMfa: async (question: Parameters<typeof context.askMfa>[0]) => {
        if (question.attempt > 1) throw new TegataError("NoTerminal", "nobody", { exitCode: 3 });
        return context.askMfa(question);
      },
    };
    const refuse = async () => {
      throw new WrongCode();
    };
    await assert.rejects(withCode(alone, refuse, isWrong), WrongCode);
  });
});
