import { isDeepStrictEqual } from "node:util";
import type { Store } from "../store/index.ts";
import { type AttachedDocument, loadAttachedDocuments } from "../store/organization/attachments.ts";
import { findManagementAccountId, listUnits } from "../store/organization/members.ts";
import { organizationIds } from "./ids.ts";
import { type OrganizationParts, OrganizationView } from "./view.ts";

interface Rows {
  readonly managementId: string;
  readonly units: ReadonlyMap<string, string>;
  readonly attached: readonly AttachedDocument[];
}

interface Loaded {
  /** The management account's, which every change of the organisation moves. */
  readonly version: number;
  readonly rows: Rows;
  readonly view: OrganizationView;
}

/** How often a load is repeated because the organisation changed while it was read. */
const maxLoadAttempts = 5;
const nobody = new OrganizationView(undefined);

/**
 * The organisation in memory. It changes only in writes of the management account, so that this account's version tells
 * for all accounts whether it is current: a change binds every account at its next request.
 */
export class OrganizationCache {
  readonly #store: Store;
  readonly #compile: OrganizationParts["compile"];
  #loaded: Loaded | undefined;
  #loading: { readonly version: number; readonly view: Promise<OrganizationView> } | undefined;

  constructor(store: Store, compile: OrganizationParts["compile"]) {
    this.#store = store;
    this.#compile = compile;
  }

  /** Without reading anything; undefined when it must be loaded first. */
  get current(): OrganizationView | undefined {
    const loaded = this.#loaded;
    if (loaded === undefined) return undefined;
    return loaded.version === this.#store.version(loaded.rows.managementId) ? loaded.view : undefined;
  }

  /** As it is now. Those who ask while it is being read wait for the same reading. */
  load(): Promise<OrganizationView> {
    const version = this.#versionOf(this.#loaded?.rows.managementId);
    if (this.#loading?.version === version) return this.#loading.view;
    const view = this.#load().finally(() => {
      if (this.#loading?.view === view) this.#loading = undefined;
    });
    this.#loading = { version, view };
    return view;
  }

  async #load(): Promise<OrganizationView> {
    const managementId = this.#loaded?.rows.managementId ?? (await findManagementAccountId(this.#store.read));
    if (managementId === undefined) return nobody;
    for (let attempt = 1; ; attempt += 1) {
      // INVARIANT (version-before-read): what is kept under a version was read after that version was current.
      const version = this.#store.version(managementId);
      const units = await listUnits(this.#store.read, managementId);
      const attached = await loadAttachedDocuments(this.#store.read, managementId);
      if (this.#store.version(managementId) !== version && attempt < maxLoadAttempts) continue;
      return this.#keep({ managementId, units, attached }, version);
    }
  }

  /** Most writes of the management account leave the organisation as it was: what was worked out stays. */
  #keep(rows: Rows, version: number): OrganizationView {
    const earlier = this.#loaded;
    const view =
      earlier !== undefined && isDeepStrictEqual(earlier.rows, rows) ? earlier.view : this.#view(rows);
    this.#loaded = { version, rows, view };
    return view;
  }

  #view({ managementId, units, attached }: Rows): OrganizationView {
    return new OrganizationView({
      ids: organizationIds(managementId),
      units,
      attached,
      compile: this.#compile,
      // Accounts are never deleted, and one that is there has been written.
      isMember: (accountId) => this.#store.version(accountId) > 0,
    });
  }

  #versionOf(managementId: string | undefined): number {
    return managementId === undefined ? 0 : this.#store.version(managementId);
  }
}
