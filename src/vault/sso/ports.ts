import type { Connection } from "../services/index.ts";

/** Where tokens and registrations are kept, sealed; a keyring fits. */
export interface TokenStore {
  read(name: string): Promise<Uint8Array | undefined>;
  write(name: string, secret: Uint8Array): Promise<void>;
}

export interface DeviceCode {
  /** Where to go, and what to type there. */
  readonly verificationUri: string;
  readonly userCode: string;
  /** The same with the code in it. */
  readonly verificationUriComplete: string;
  readonly expiresInSeconds: number;
}

/** How a person signs in, and where what comes of it is kept. */
export interface SsoPorts {
  /** `browser`: on this machine. `device`: on any, by typing a code. `never`: only what is kept already. */
  readonly signIn: "browser" | "device" | "never";
  readonly openBrowser: (url: string) => Promise<void>;
  readonly showDeviceCode: (code: DeviceCode) => Promise<void>;
  readonly tokens: TokenStore;
  /** Runs the work once for all who ask for it under the same name at a time, across processes. */
  readonly once: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** How a person signs in: what whoever makes a vault decides. */
export type SignInPorts = Pick<SsoPorts, "signIn" | "openBrowser" | "showDeviceCode">;

/** Whom to sign in to. */
export interface SsoPortal {
  readonly startUrl: string;
  readonly ssoRegion: string;
  /** The `[sso-session]`; undefined for the older form without one, which has neither scopes nor refresh tokens. */
  readonly sessionName: string | undefined;
  readonly registrationScopes: readonly string[];
}

export interface SsoContext extends Connection {
  readonly ssoEndpoint?: string;
  readonly ssoOidcEndpoint?: string;
  readonly sso: SsoPorts;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}
