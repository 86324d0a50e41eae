/** The agent's side of the mutual proof over a pipe; see `../proof.ts`. */
import type { Socket } from "node:net";
import { buildProof, isNonce, isProof, makeNonce, type Nonces, type PipePass } from "../proof.ts";

interface Guest {
  readonly nonces: Nonces;
  isKnown: boolean;
}

interface Kept {
  readonly status: number;
  readonly body: string | object;
}

/**
 * Answers greetings and refuses whoever has not shown the proof on this connection; undefined for whoever has.
 * There is one guess for each pair of nonces.
 */
export function createDoorkeeper(
  pass: PipePass,
): (socket: Socket, path: string, form: string) => Kept | undefined {
  const guests = new WeakMap<Socket, Guest>();
  return (socket, path, form) => {
    const guest = guests.get(socket);
    if (path !== "/hello") return guest?.isKnown ? undefined : stranger;
    const said = new URLSearchParams(form);
    const client = said.get("nonce");
    if (guest === undefined && isNonce(client)) {
      const nonces = { client, agent: makeNonce() };
      guests.set(socket, { nonces, isKnown: false });
      const answer = new URLSearchParams({ nonce: nonces.agent, proof: buildProof("agent", pass, nonces) });
      return { status: 200, body: answer.toString() };
    }
    if (guest === undefined) return stranger;
    guest.isKnown = isProof(said.get("proof"), "client", pass, guest.nonces);
    if (guest.isKnown) return { status: 200, body: {} };
    guests.delete(socket);
    return stranger;
  };
}

const stranger: Kept = { status: 403, body: { code: "Stranger" } };
