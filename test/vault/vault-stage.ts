/** A vault on a stage: files in a fresh home, a memory keyring, a clock that is moved, and STS without a socket. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MovableClock, Secret, systemClock } from "../../src/base/index.ts";
import {
  createMemoryKeyring,
  createVault,
  type IssueRequest,
  type Machine,
  type Vault,
  type VaultOptions,
  writeStoredKey,
} from "../../src/vault/index.ts";
import { type FakeSts, fakeSts } from "../support/fake-sts.ts";

export const keyId = "AKIAEXAMPLE000000001";

export interface Stage {
  readonly home: string;
  readonly clock: MovableClock;
  readonly sts: FakeSts;
  readonly keyring: ReturnType<typeof createMemoryKeyring>;
  /** The codes that were asked for so far. */
  readonly codes: string[];
  readonly notes: string[];
  readonly vault: Vault;
  /** Another vault in the same home, as another process has it. */
  open(over?: Partial<VaultOptions>, env?: Machine["env"]): Vault;
  writeConfig(text: string): void;
  addKey(profile: string, accessKeyId?: string): Promise<void>;
  /** Issues and answers the access key id with the actions that were called for it. */
  issue(profile: string, request?: IssueRequest, vault?: Vault): Promise<readonly [string, ...string[]]>;
  remove(): void;
}

export function makeStage(config = ""): Stage {
  const home = mkdtempSync(join(tmpdir(), "tegata-stage-"));
  mkdirSync(join(home, ".aws"));
  const writeConfig = (text: string): void => writeFileSync(join(home, ".aws", "config"), text);
  writeConfig(config);
  const startMs = systemClock.now();
  const clock = new MovableClock({ now: () => startMs });
  const sts = fakeSts(() => clock.now());
  const keyring = createMemoryKeyring();
  const codes: string[] = [];
  const notes: string[] = [];
  const open: Stage["open"] = (over = {}, env = {}) =>
    createVault({
      machine: { platform: "linux", env: { XDG_CACHE_HOME: join(home, ".cache"), ...env }, home, clock },
      openKeyring: async () => ({ keyring, kind: "file", why: "a test" }),
      askMfa: async () => {
        const code = String(100_000 + codes.length);
        codes.push(code);
        return code;
      },
      onNote: (note) => void notes.push(note),
      requestHandler: sts.handler,
      ...over,
    });
  const vault = open();
  return {
    home,
    clock,
    sts,
    keyring,
    codes,
    notes,
    vault,
    open,
    writeConfig,
    addKey: async (profile, accessKeyId = keyId) =>
      writeStoredKey(
        keyring,
        profile,
        { accessKeyId, secretAccessKey: new Secret("stagesecret") },
        undefined,
      ),
    issue: async (profile, request = {}, by = vault) => {
      const typed = { name: profile, setting: "the argument" };
      const { credentials } = await by.issue({ profile: typed, ...request });
      return [credentials.accessKeyId, ...sts.take()];
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
