import type { Credentials } from "../credentials.ts";
import type { Keyring } from "../keyring/keyring.ts";
import type { AskMfa, SentCodes } from "../mfa/index.ts";
import type { Connection } from "../services/index.ts";
import type { SsoPorts } from "../sso/index.ts";

/** What a step needs besides itself. All I/O with a person, the keyring and the files comes in by parameter. */
export interface StepContext extends Connection {
  /** Of the step before; a source step needs none. */
  readonly previous?: Credentials;
  readonly region?: string;
  readonly stsEndpoint?: string;
  readonly ssoEndpoint?: string;
  readonly ssoOidcEndpoint?: string;
  readonly keyring: Pick<Keyring, "kind" | "read">;
  /** The keys that the shared files hold for a profile, read now. */
  readonly readStaticKey: (profile: string) => Promise<Credentials | undefined>;
  readonly askMfa: AskMfa;
  /** The codes of this run; one for all of its steps. */
  readonly sentCodes: SentCodes;
  readonly sso: SsoPorts;
  /** For container and instance credentials; default Node's own. */
  readonly fetch?: typeof fetch;
  /** Default: real time. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}
