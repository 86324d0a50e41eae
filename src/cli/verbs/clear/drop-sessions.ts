import type { Vault } from "../../../vault/index.ts";

/** Forgets the kept sessions of a profile; how many there were. Needs the keyring, which seals whose they are. */
export async function dropSessionsOf(vault: Vault, profile: string): Promise<number> {
  const sessions = await vault.openSessions();
  const own = (await sessions.list()).filter(({ about }) => about.profile === profile);
  const dropped = await Promise.all(own.map(({ id }) => sessions.drop(id)));
  return dropped.filter(Boolean).length;
}

/** `1 session`, `no sessions`. */
export function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}
