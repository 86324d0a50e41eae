/** TagOpenIDConnectProvider, UntagOpenIDConnectProvider, ListOpenIDConnectProviderTags. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { updateOidcProvider } from "../../store/principals/oidc-providers.ts";
import { listTags, mergeTags, removeTags, requestTagContext, tagKeysContext } from "../entities/tags.ts";
import { changeProvider, demandProvider, providerResource } from "./oidc-providers.ts";

const tagProvider = iamOperation("TagOpenIDConnectProvider", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    await changeProvider(call, input.OpenIDConnectProviderArn, (tx, { arn, tags }) =>
      updateOidcProvider(tx, arn, { tags: mergeTags(tags, input.Tags, "TagsPerOpenIdConnectProvider") }),
    );
    return undefined;
  },
});

const untagProvider = iamOperation("UntagOpenIDConnectProvider", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  context: (input) => tagKeysContext(input.TagKeys),
  async handle(input, call) {
    await changeProvider(call, input.OpenIDConnectProviderArn, (tx, { arn, tags }) =>
      updateOidcProvider(tx, arn, { tags: removeTags(tags, input.TagKeys) }),
    );
    return undefined;
  },
});

const listProviderTags = iamOperation("ListOpenIDConnectProviderTags", {
  access: "policy",
  resource: (input, call) => providerResource(call, input.OpenIDConnectProviderArn),
  async handle(input, call) {
    const { read } = call.services.store;
    const { tags } = await demandProvider(read, call.accountId, input.OpenIDConnectProviderArn);
    return listTags(tags, input);
  },
});

export const oidcProviderTagOperations: readonly AnyOperation[] = [
  tagProvider,
  untagProvider,
  listProviderTags,
];
