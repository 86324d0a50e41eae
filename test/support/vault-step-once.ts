/** One GetSessionToken in a process of its own, so that its clock can be another: prints the key id and the notes. */
import { runStep } from "../../src/vault/steps/index.ts";
import { credentialsOfKey, reason, stepContext } from "./vault-steps.ts";

const { STEP_ENDPOINT = "", STEP_KEY_ID = "", STEP_SECRET = "" } = process.env;
const previous = credentialsOfKey({ accessKeyId: STEP_KEY_ID, secretAccessKey: STEP_SECRET });
const context = stepContext({ previous, stsEndpoint: STEP_ENDPOINT });
const session = await runStep(
  { kind: "session-token", profile: "ann", reason, durationSeconds: 900, mfa: undefined },
  context,
);
process.stdout.write(JSON.stringify({ accessKeyId: session.accessKeyId, notes: context.notes }));
