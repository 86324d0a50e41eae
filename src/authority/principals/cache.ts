import { LruMap } from "../../base/index.ts";
import { type CompiledPolicy, compilePolicy, type PolicyKind } from "../../policy/index.ts";
import { type TagsByKey, tagsByKey } from "../authorise/context.ts";
import { OrganizationCache } from "../organization/index.ts";
import type { Store } from "../store/index.ts";
import {
  boundaryDocument,
  type IdentityPolicy,
  loadIdentityPolicies,
} from "../store/policies/identity-policies.ts";
import { findRoleById } from "../store/principals/roles.ts";
import { findUserById } from "../store/principals/users.ts";

interface Permissions {
  readonly tags: TagsByKey;
  readonly policies: readonly CompiledPolicy[];
  readonly boundary?: CompiledPolicy;
}

export interface UserPrincipal extends Permissions {
  readonly kind: "user";
  readonly userId: string;
  readonly userName: string;
  readonly path: string;
}

export interface RolePrincipal extends Permissions {
  readonly kind: "role";
  readonly roleId: string;
  readonly roleName: string;
  readonly path: string;
}

export type IdentityPrincipal = UserPrincipal | RolePrincipal;

/** How many principals and documents are kept; the least used is forgotten. */
const maxPrincipals = 20_000;
const maxDocuments = 20_000;
/** How often a load is repeated because the account changed while it was read. */
const maxLoadAttempts = 5;

/** A document that cannot be found limits everything: a boundary that is gone must not set its user free. */
const denyAll = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}';

interface Versioned<T> {
  readonly version: number;
  readonly value: T;
}

export class Principals {
  readonly #store: Store;
  readonly #entries = new LruMap<string, Versioned<IdentityPrincipal>>(maxPrincipals);
  /** Compiled documents by source and text: the same policy attached to a thousand users is compiled once. */
  readonly #documents = new LruMap<string, CompiledPolicy>(maxDocuments);

  /** What binds whole accounts: service and resource control policies. */
  readonly organization: OrganizationCache;

  constructor(store: Store) {
    this.#store = store;
    this.organization = new OrganizationCache(store, (...policy) => this.compile(...policy));
  }

  /** undefined: no such user (any more). Answers at once when it is in memory and current. */
  user(accountId: string, userId: string): UserPrincipal | undefined | Promise<UserPrincipal | undefined> {
    const known = this.#current(accountId, userId);
    if (known?.kind === "user") return known;
    return this.#load(accountId, userId, () => this.#readUser(accountId, userId));
  }

  /** undefined: no such role (any more). Answers at once when it is in memory and current. */
  role(accountId: string, roleId: string): RolePrincipal | undefined | Promise<RolePrincipal | undefined> {
    const known = this.#current(accountId, roleId);
    if (known?.kind === "role") return known;
    return this.#load(accountId, roleId, () => this.#readRole(accountId, roleId));
  }

  /** A managed policy as it is now, for session policies passed by ARN; a missing one denies everything. */
  async sessionPolicy(arn: string): Promise<CompiledPolicy> {
    const document = (await boundaryDocument(this.#store.read, arn)) ?? denyAll;
    return this.compile(document, "session", arn);
  }

  /** Compiles a document once; `source` is what a Decision names: an ARN, or `<entity ARN>#<policy name>`. */
  compile(document: string, kind: PolicyKind, source: string): CompiledPolicy {
    const key = `${kind}\n${source}\n${document}`;
    const known = this.#documents.get(key);
    if (known !== undefined) return known;
    const compiled = compilePolicy(document, kind, source);
    this.#documents.set(key, compiled);
    return compiled;
  }

  #current(accountId: string, id: string): IdentityPrincipal | undefined {
    const entry = this.#entries.get(id);
    return entry?.version === this.#store.version(accountId) ? entry.value : undefined;
  }

  async #load<T extends IdentityPrincipal>(
    accountId: string,
    id: string,
    read: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const version = this.#store.version(accountId);
      const value = await read();
      const unchanged = this.#store.version(accountId) === version;
      if (!unchanged && attempt < maxLoadAttempts) continue;
      if (value !== undefined && unchanged) this.#entries.set(id, { version, value });
      return value;
    }
  }

  async #readUser(accountId: string, userId: string): Promise<UserPrincipal | undefined> {
    const row = await findUserById(this.#store.read, accountId, userId);
    if (row === undefined) return undefined;
    const permissions = await this.#permissions(accountId, "user", userId, row);
    return { kind: "user", userId, userName: row.name, path: row.path, ...permissions };
  }

  async #readRole(accountId: string, roleId: string): Promise<RolePrincipal | undefined> {
    const row = await findRoleById(this.#store.read, accountId, roleId);
    if (row === undefined) return undefined;
    const permissions = await this.#permissions(accountId, "role", roleId, row);
    return { kind: "role", roleId, roleName: row.name, path: row.path, ...permissions };
  }

  async #permissions(
    accountId: string,
    kind: "user" | "role",
    id: string,
    row: { readonly tags: string; readonly boundary_arn: string | null },
  ): Promise<Permissions> {
    const policies = await loadIdentityPolicies(this.#store.read, accountId, kind, id);
    const tags = storedTags(row.tags);
    const compiled = policies.map((policy) => this.compile(policy.document, "identity", sourceName(policy)));
    if (row.boundary_arn === null) return { tags, policies: compiled };
    const boundary = (await boundaryDocument(this.#store.read, row.boundary_arn)) ?? denyAll;
    return { tags, policies: compiled, boundary: this.compile(boundary, "boundary", row.boundary_arn) };
  }
}

function sourceName({ source }: IdentityPolicy): string {
  return source.type === "managed" ? source.arn : `${source.entity}#${source.name}`;
}

/** Tags as stored: a JSON array of {Key, Value}. */
function storedTags(text: string): TagsByKey {
  const tags: { Key: string; Value: string }[] = JSON.parse(text);
  return tagsByKey(Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));
}
