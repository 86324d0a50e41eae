/** TagOpenIDConnectProvider, UntagOpenIDConnectProvider, ListOpenIDConnectProviderTags. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { updateOidcProvider } from "../../store/principals/oidc-providers.ts";
import { taggingOf } from "../entities/tagging.ts";
import { demandProvider, providerResource } from "./oidc-providers.ts";

interface OfProvider {
  readonly OpenIDConnectProviderArn: string;
}

const tagging = taggingOf({
  quota: "TagsPerOpenIdConnectProvider",
  resource: ({ OpenIDConnectProviderArn }: OfProvider, call) =>
    providerResource(call, OpenIDConnectProviderArn),
  find: (reader, call, { OpenIDConnectProviderArn }) =>
    demandProvider(reader, call.accountId, OpenIDConnectProviderArn),
  setTags: (tx, { arn }, tags) => updateOidcProvider(tx, arn, { tags }),
});

export const oidcProviderTagOperations: readonly AnyOperation[] = [
  iamOperation("TagOpenIDConnectProvider", tagging.tag),
  iamOperation("UntagOpenIDConnectProvider", tagging.untag),
  iamOperation("ListOpenIDConnectProviderTags", tagging.list),
];
