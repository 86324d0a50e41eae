/** Who signed a request, as established by signature and token; nothing the client merely says is in here. */
import { type AccountId, buildArn } from "../base/index.ts";

/** What a session's sealed token says. Times are milliseconds since 1970, whole seconds. */
export interface SessionFacts {
  readonly kind: "session" | "role" | "federated";
  readonly tokenId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** When MFA was given; absent without MFA. */
  readonly mfaAt?: number;
  /** Whether the credentials that asked for this session were temporary themselves. */
  readonly callerWasTemporary: boolean;
  /** 0 for a session made with long-lived keys, one more for each AssumeRole by a role session. */
  readonly chainDepth: number;
  readonly sourceIdentity?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  /** Inline session policy text as passed, if any. */
  readonly sessionPolicy?: string;
  readonly sessionPolicyArns: readonly string[];
}

export interface RootCaller {
  readonly kind: "root";
  readonly accountId: AccountId;
  readonly accessKeyId: string;
  readonly session?: SessionFacts;
}

export interface UserCaller {
  readonly kind: "user";
  readonly accountId: AccountId;
  readonly accessKeyId: string;
  readonly userId: string;
  readonly userName: string;
  readonly path: string;
  /** Present for GetSessionToken credentials. */
  readonly session?: SessionFacts;
}

export interface RoleCaller {
  readonly kind: "role";
  readonly accountId: AccountId;
  readonly accessKeyId: string;
  readonly roleId: string;
  readonly roleName: string;
  readonly path: string;
  readonly sessionName: string;
  readonly session: SessionFacts;
}

export interface FederatedCaller {
  readonly kind: "federated";
  readonly accountId: AccountId;
  readonly accessKeyId: string;
  /** The Name given to GetFederationToken. */
  readonly name: string;
  /** The user who called GetFederationToken; absent when root did. */
  readonly user?: { readonly userId: string; readonly userName: string; readonly path: string };
  readonly session: SessionFacts;
}

export type SignedCaller = RootCaller | UserCaller | RoleCaller | FederatedCaller;
export type Caller = SignedCaller | { readonly kind: "anonymous" };

/** The rows of the acceptance table. */
export type CredentialKind =
  | "session-without-mfa"
  | "session-with-mfa"
  | "federation"
  | "role"
  | "user"
  | "root";

export function credentialKindOf(caller: SignedCaller): CredentialKind {
  if (caller.kind === "role") return "role";
  if (caller.kind === "federated") return "federation";
  if (caller.session !== undefined)
    return caller.session.mfaAt === undefined ? "session-without-mfa" : "session-with-mfa";
  return caller.kind;
}

/** The ARN that GetCallerIdentity and denials show. AWS: a role session's ARN leaves the role's path out. */
export function callerArn(caller: SignedCaller): string {
  switch (caller.kind) {
    case "root":
      return buildArn("iam", caller.accountId, "root");
    case "user":
      return buildArn("iam", caller.accountId, `user${caller.path}${caller.userName}`);
    case "role":
      return buildArn("sts", caller.accountId, `assumed-role/${caller.roleName}/${caller.sessionName}`);
    case "federated":
      return buildArn("sts", caller.accountId, `federated-user/${caller.name}`);
  }
}

/** `aws:userid`, and GetCallerIdentity's UserId. */
export function callerUserId(caller: SignedCaller): string {
  switch (caller.kind) {
    case "root":
      return caller.accountId;
    case "user":
      return caller.userId;
    case "role":
      return `${caller.roleId}:${caller.sessionName}`;
    case "federated":
      return `${caller.accountId}:${caller.name}`;
  }
}
