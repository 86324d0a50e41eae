import type { SignedCaller } from "../caller.ts";
import type { IdentityPrincipal, Principals, RolePrincipal, UserPrincipal } from "../principals/index.ts";
import type { SessionClaims } from "../sessions/index.ts";
import type { Credential } from "./credential.ts";

export interface Resolved {
  readonly caller: SignedCaller;
  readonly principal?: IdentityPrincipal;
}

type Later<T> = T | Promise<T>;

/**
 * The principal as it is now: name and path come from the store, ids from the key or token.
 * undefined: it does not exist any more; a new one of the same name has another id and inherits nothing.
 */
export function resolveCaller(principals: Principals, credential: Credential): Later<Resolved | undefined> {
  const { accessKeyId, origin } = credential;
  if (origin.kind === "session") return resolveSession(principals, accessKeyId, origin.opened.claims);
  const { accountId, userId } = origin.entry;
  if (userId === undefined) return { caller: { kind: "root", accountId, accessKeyId } };
  return after(principals.user(accountId, userId), (user) => userCaller(user, accountId, accessKeyId));
}

function resolveSession(
  principals: Principals,
  accessKeyId: string,
  claims: SessionClaims,
): Later<Resolved | undefined> {
  const { accountId, principalId, session } = claims;
  switch (session.kind) {
    case "session":
      if (principalId === "root") return { caller: { kind: "root", accountId, accessKeyId, session } };
      return after(principals.user(accountId, principalId), (user) =>
        userCaller(user, accountId, accessKeyId, session),
      );
    case "role":
      return after(principals.role(accountId, principalId), (role) => roleCaller(role, accessKeyId, claims));
    case "federated":
      if (principalId === "root") return federatedCaller(undefined, accessKeyId, claims);
      return after(
        principals.user(accountId, principalId),
        (user) => user && federatedCaller(user, accessKeyId, claims),
      );
  }
}

function after<T, R>(value: Later<T>, then: (value: T) => R): Later<R> {
  return value instanceof Promise ? value.then(then) : then(value);
}

function userCaller(
  user: UserPrincipal | undefined,
  accountId: string,
  accessKeyId: string,
  session?: SessionClaims["session"],
): Resolved | undefined {
  if (user === undefined) return undefined;
  const { userId, userName, path } = user;
  const caller = { kind: "user", accountId, accessKeyId, userId, userName, path } as const;
  return { caller: session === undefined ? caller : { ...caller, session }, principal: user };
}

function roleCaller(
  role: RolePrincipal | undefined,
  accessKeyId: string,
  { accountId, name = "", session }: SessionClaims,
): Resolved | undefined {
  if (role === undefined) return undefined;
  const { roleId, roleName, path } = role;
  return {
    caller: { kind: "role", accountId, accessKeyId, roleId, roleName, path, sessionName: name, session },
    principal: role,
  };
}

function federatedCaller(
  user: UserPrincipal | undefined,
  accessKeyId: string,
  { accountId, name = "", session }: SessionClaims,
): Resolved {
  const caller = { kind: "federated", accountId, accessKeyId, name, session } as const;
  if (user === undefined) return { caller };
  const { userId, userName, path } = user;
  return { caller: { ...caller, user: { userId, userName, path } }, principal: user };
}
