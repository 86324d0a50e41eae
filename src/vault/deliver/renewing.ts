/** Temporary credentials that are minted anew before they end, for a server that hands them out many times. */
import { type Clock, TegataError } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";

export const renewalLimits = {
  /** Renewed when less than this is left … */
  aheadMs: 15 * 60_000,
  /** … or less than this part of their whole life, whichever is shorter. */
  aheadPart: 1 / 3,
  /** Credentials with less than this left are no longer handed out while new ones are awaited. */
  usableMs: 60_000,
  /** How long a caller waits for new ones while the old are usable: the AWS CLI gives up on a metadata service after 1 s. */
  patienceMs: 700,
  /** A failure is answered again for this long: SDKs ask three times, and a person should be asked for a code once. */
  failureMs: 5_000,
} as const;

export type TemporaryCredentials = Credentials & Required<Pick<Credentials, "sessionToken" | "expiration">>;

export interface RenewingOptions {
  readonly clock: Clock;
  /** Mints, or finds in a cache. Called once at a time. */
  readonly getCredentials: () => Promise<Credentials>;
}

interface Held {
  readonly credentials: TemporaryCredentials;
  readonly renewFrom: number;
}

/** Holds one set of credentials. Whoever asks gets usable ones, however many ask at once, from one mint. */
export class RenewingCredentials {
  readonly #options: RenewingOptions;
  #held: Held | undefined;
  #minting: Promise<TemporaryCredentials> | undefined;
  #failed: { readonly error: unknown; readonly until: number } | undefined;

  constructor(options: RenewingOptions) {
    this.#options = options;
  }

  /**
   * Usable credentials. Rejects with what `getCredentials` rejected with when there are none left, and with TegataError
   * `NotTemporary` for long-lived keys, which no server hands out.
   */
  async current(): Promise<TemporaryCredentials> {
    const now = this.#options.clock.now();
    const held = this.#held;
    if (held !== undefined && now < held.renewFrom) return held.credentials;
    const minted = this.#mint(now);
    if (held === undefined || held.credentials.expiration - now < renewalLimits.usableMs) return minted;
    return patiently(minted, held.credentials);
  }

  #mint(now: number): Promise<TemporaryCredentials> {
    if (this.#failed !== undefined && now < this.#failed.until) return Promise.reject(this.#failed.error);
    this.#minting ??= this.#mintOnce().finally(() => {
      this.#minting = undefined;
    });
    return this.#minting;
  }

  async #mintOnce(): Promise<TemporaryCredentials> {
    const { clock, getCredentials } = this.#options;
    try {
      const credentials = requireTemporary(await getCredentials());
      const left = credentials.expiration - clock.now();
      const ahead = Math.min(renewalLimits.aheadMs, left * renewalLimits.aheadPart);
      this.#held = { credentials, renewFrom: credentials.expiration - ahead };
      this.#failed = undefined;
      return credentials;
    } catch (error) {
      this.#failed = { error, until: clock.now() + renewalLimits.failureMs };
      throw error;
    }
  }
}

/** The new ones if they come soon; otherwise, or if they fail, the old ones, which are good for a while yet. */
function patiently(
  minted: Promise<TemporaryCredentials>,
  usable: TemporaryCredentials,
): Promise<TemporaryCredentials> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(usable), renewalLimits.patienceMs);
    minted.then(resolve, () => resolve(usable)).finally(() => clearTimeout(timer));
  });
}

function requireTemporary(credentials: Credentials): TemporaryCredentials {
  const { sessionToken, expiration } = credentials;
  if (sessionToken !== undefined && expiration !== undefined)
    return { ...credentials, sessionToken, expiration };
  // SECURITY: a long-lived key must not be readable at a port, not even by one user.
  throw new TegataError(
    "NotTemporary",
    "a server hands out temporary credentials only, and this profile has a long-lived key",
    { hint: "leave out --no-session" },
  );
}
