/** Asks for one code as the vault does, then reads standard input; for tests that give it a terminal of its own. */
import { readFileSync } from "node:fs";
import { systemClock, TegataError } from "../../src/base/index.ts";
import { createAsk } from "../../src/vault/mfa/index.ts";

const { env, argv } = process;
const ask = createAsk({ machine: { platform: "linux", env, home: "/", clock: systemClock } });
const serial = "arn:aws:iam::123456789012:mfa/ann";
try {
  const answer = await ask({ serial, profile: "p", process: argv[2], attempt: 1 });
  const stdin = env.ASK_STDIN === undefined ? "" : readFileSync(0, "utf8");
  process.stdout.write(`answer=${answer} stdin=${stdin}\n`);
} catch (error) {
  if (!(error instanceof TegataError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
