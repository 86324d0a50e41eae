/** Machines that tests speak of, whatever they run on. */
import { MovableClock, Secret } from "../../../src/base/index.ts";
import type { Credentials, Environment, Machine, Platform } from "../../../src/vault/index.ts";

/** 2026-11-21T08:00:00Z. */
export const startMs = 1_795_248_000_000;

export function machineOf(platform: Platform, env: Environment = {}): Machine {
  const home = platform === "win32" ? "C:\\Users\\ann" : "/home/ann";
  return { platform, env, home, clock: { now: () => startMs } };
}

/** A clock that stands until it is moved. */
export function standingClock(): MovableClock {
  return new MovableClock({ now: () => startMs });
}

export const session: Credentials = {
  accessKeyId: "ASIAEXAMPLEEXAMPLE01",
  secretAccessKey: new Secret("secret/of+session"),
  sessionToken: new Secret("token=="),
  expiration: startMs + 3_600_000,
};

export const longLived: Credentials = {
  accessKeyId: "AKIAEXAMPLEEXAMPLE01",
  secretAccessKey: new Secret("secret/of+key"),
};
