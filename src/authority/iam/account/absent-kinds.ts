/**
 * Lists of what Tegata does not keep: SSH keys, certificates, service-specific credentials, SAML providers. They are
 * empty, and saying so lets programs that clean up before DeleteUser (Terraform's `force_destroy`, for one) go on.
 */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { demandUserOrSelf, ownerResource } from "../entities/targets.ts";

const listSshPublicKeys = iamOperation("ListSSHPublicKeys", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    await demandUserOrSelf(call.services.store.read, call, input.UserName);
    return { SSHPublicKeys: [], IsTruncated: false };
  },
});

const listSigningCertificates = iamOperation("ListSigningCertificates", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    await demandUserOrSelf(call.services.store.read, call, input.UserName);
    return { Certificates: [], IsTruncated: false };
  },
});

const listServiceSpecificCredentials = iamOperation("ListServiceSpecificCredentials", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    await demandUserOrSelf(call.services.store.read, call, input.UserName);
    return { ServiceSpecificCredentials: [] };
  },
});

const listServerCertificates = iamOperation("ListServerCertificates", {
  access: "policy",
  handle: () => ({ ServerCertificateMetadataList: [], IsTruncated: false }),
});

const listSamlProviders = iamOperation("ListSAMLProviders", {
  access: "policy",
  handle: () => ({ SAMLProviderList: [] }),
});

export const absentKindOperations: readonly AnyOperation[] = [
  listSshPublicKeys,
  listSigningCertificates,
  listServiceSpecificCredentials,
  listServerCertificates,
  listSamlProviders,
];
