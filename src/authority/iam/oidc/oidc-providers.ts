/** OpenID Connect providers: create, get, list, delete, and their thumbprints and client ids. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation, type ResourceFacts } from "../../operation.ts";
import {
  deleteOidcProvider,
  findOidcProvider,
  insertOidcProvider,
  listOidcProviders,
  type OidcProviderRow,
  updateOidcProvider,
} from "../../store/principals/oidc-providers.ts";
import type { Reader, Writer } from "../../store/schema.ts";
import { demandRoomForOne, demandWithin } from "../entities/quotas.ts";
import { buildTags, demandNewTags, requestTagContext, shownTags, tagMap } from "../entities/tags.ts";
import { checkThumbprints, parseProviderUrl, providerArn } from "./oidc-urls.ts";

const createProvider = iamOperation("CreateOpenIDConnectProvider", {
  access: "policy",
  resource: (input, call) => ({ arn: providerArn(call.accountId, parseProviderUrl(input.Url)) }),
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    const { accountId } = call;
    const url = parseProviderUrl(input.Url);
    const arn = providerArn(accountId, url);
    const tags = await demandNewTags(call, "iam:TagOpenIDConnectProvider", arn, input.Tags);
    const clientIds = [...new Set(input.ClientIDList ?? [])];
    demandWithin("ClientIdsPerOpenIdConnectProvider", clientIds.length);
    const provider: OidcProviderRow = {
      arn,
      account_id: accountId,
      url,
      client_ids: JSON.stringify(clientIds),
      thumbprints: JSON.stringify(checkThumbprints(input.ThumbprintList ?? [])),
      created_at: call.now,
      tags: buildTags(tags),
    };
    await call.services.store.write(accountId, async (tx) => {
      if ((await findOidcProvider(tx, arn)) !== undefined) throw iamErrors.oidcProviderExists(input.Url);
      const providers = await listOidcProviders(tx, accountId);
      demandRoomForOne("OpenIdConnectProvidersPerAccount", providers.length);
      await insertOidcProvider(tx, provider);
    });
    return { OpenIDConnectProviderArn: arn, ...shownTags(provider.tags) };
  },
});

const getProvider = iamOperation("GetOpenIDConnectProvider", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  async handle(input, call) {
    const { read } = call.services.store;
    const provider = await demandProvider(read, call.accountId, input.OpenIDConnectProviderArn);
    return {
      // AWS: without the scheme it was made with.
      Url: provider.url,
      ClientIDList: JSON.parse(provider.client_ids) as string[],
      ThumbprintList: JSON.parse(provider.thumbprints) as string[],
      CreateDate: provider.created_at,
      ...shownTags(provider.tags),
    };
  },
});

const listProviders = iamOperation("ListOpenIDConnectProviders", {
  access: "policy",
  async handle(_input, call) {
    const providers = await listOidcProviders(call.services.store.read, call.accountId);
    return { OpenIDConnectProviderList: providers.map(({ arn }) => ({ Arn: arn })) };
  },
});

const deleteProvider = iamOperation("DeleteOpenIDConnectProvider", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  async handle(input, call) {
    await changeProvider(call, input.OpenIDConnectProviderArn, (tx, { arn }) => deleteOidcProvider(tx, arn));
    return undefined;
  },
});

const updateThumbprint = iamOperation("UpdateOpenIDConnectProviderThumbprint", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  async handle(input, call) {
    const thumbprints = JSON.stringify(checkThumbprints(input.ThumbprintList));
    await changeProvider(call, input.OpenIDConnectProviderArn, (tx, { arn }) =>
      updateOidcProvider(tx, arn, { thumbprints }),
    );
    return undefined;
  },
});

// AWS: adding a client id that is there, or removing one that is not, is no error.
const addClientId = iamOperation("AddClientIDToOpenIDConnectProvider", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  async handle(input, call) {
    await changeProvider(call, input.OpenIDConnectProviderArn, async (tx, provider) => {
      const ids = new Set(JSON.parse(provider.client_ids) as string[]).add(input.ClientID);
      demandWithin("ClientIdsPerOpenIdConnectProvider", ids.size);
      await updateOidcProvider(tx, provider.arn, { client_ids: JSON.stringify([...ids]) });
    });
    return undefined;
  },
});

const removeClientId = iamOperation("RemoveClientIDFromOpenIDConnectProvider", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  async handle(input, call) {
    await changeProvider(call, input.OpenIDConnectProviderArn, async (tx, provider) => {
      const ids = (JSON.parse(provider.client_ids) as string[]).filter((id) => id !== input.ClientID);
      await updateOidcProvider(tx, provider.arn, { client_ids: JSON.stringify(ids) });
    });
    return undefined;
  },
});

export const oidcProviderOperations: readonly AnyOperation[] = [
  createProvider,
  getProvider,
  listProviders,
  deleteProvider,
  updateThumbprint,
  addClientId,
  removeClientId,
];

/** One write on a provider of the caller's account. Throws NoSuchEntity. */
async function changeProvider(
  call: Call,
  arn: string,
  work: (tx: Writer, provider: OidcProviderRow) => Promise<void>,
): Promise<void> {
  await call.services.store.write(call.accountId, async (tx) =>
    work(tx, await demandProvider(tx, call.accountId, arn)),
  );
}

/** The provider, if it belongs to the account. Throws NoSuchEntity. */
export async function demandProvider(
  reader: Reader,
  accountId: string,
  arn: string,
): Promise<OidcProviderRow> {
  const provider = await findOidcProvider(reader, arn);
  if (provider?.account_id !== accountId) throw iamErrors.oidcProviderNotFound(arn);
  return provider;
}

/** The ARN as asked for, with the provider's tags when it is the caller's account's. */
export async function providerResource(call: Call, arn: string): Promise<ResourceFacts> {
  const provider = await findOidcProvider(call.services.store.read, arn);
  return provider?.account_id === call.accountId ? { arn, tags: tagMap(provider.tags) } : { arn };
}
