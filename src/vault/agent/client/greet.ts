/** The mutual proof of a connection over a pipe; see `proof.ts`. */
import { buildProof, isNonce, isProof, makeNonce, type PipePass } from "../proof.ts";
import type { AgentConnection } from "./connection.ts";

/**
 * Whether the other end has the key; from then on it knows that we have it.
 * SECURITY: ours is shown only to who has shown theirs.
 */
export async function greet(connection: Pick<AgentConnection, "send">, pass: PipePass): Promise<boolean> {
  const client = makeNonce();
  const hello = await connection.send("POST", "/hello", `nonce=${client}`);
  const answer = new URLSearchParams(hello.body);
  const agent = answer.get("nonce");
  if (hello.status !== 200 || !isNonce(agent)) return false;
  const nonces = { client, agent };
  if (!isProof(answer.get("proof"), "agent", pass, nonces)) return false;
  const shown = await connection.send("POST", "/hello", `proof=${buildProof("client", pass, nonces)}`);
  return shown.status === 200;
}
