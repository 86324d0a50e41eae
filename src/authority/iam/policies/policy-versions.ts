/**
 * Versions of a managed policy: the default one is in force everywhere the policy is attached.
 * AWS: IAM user guide, "Versioning IAM policies": numbers go up and are never used twice.
 */
import { policySizeCharacters } from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { PolicyVersion } from "../../../wire/models/iam-types.generated.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  deletePolicyVersion,
  findPolicyVersion,
  insertPolicyVersion,
  listPolicyVersions,
  type PolicyRow,
  type PolicyVersionRow,
  updatePolicy,
} from "../../store/policies/policies.ts";
import type { Reader } from "../../store/schema.ts";
import { pageOf } from "../entities/paging.ts";
import { demandWithin, quotas } from "../entities/quotas.ts";
import { demandValidPolicy, encodeDocument } from "./policy-documents.ts";
import { demandOwnPolicy, demandReadablePolicy, onPolicy } from "./policy-targets.ts";

const createPolicyVersion = iamOperation("CreatePolicyVersion", {
  ...onPolicy,
  async handle(input, call) {
    const version = await call.services.store.write(call.accountId, async (tx) => {
      const policy = await demandOwnPolicy(tx, call, "iam:CreatePolicyVersion", input.PolicyArn);
      demandValidPolicy(input.PolicyDocument, "identity");
      demandWithin("PolicySize", policySizeCharacters(input.PolicyDocument));
      if ((await listPolicyVersions(tx, policy)).length >= quotas.VersionsPerPolicy)
        throw iamErrors.tooManyPolicyVersions(quotas.VersionsPerPolicy);
      const row: PolicyVersionRow = {
        policy_id: policy.policy_id,
        version_id: `v${policy.next_version}`,
        document: input.PolicyDocument,
        created_at: call.now,
      };
      await insertPolicyVersion(tx, row);
      await updatePolicy(tx, policy.policy_id, {
        next_version: policy.next_version + 1,
        updated_at: call.now,
        ...(input.SetAsDefault ? { default_version_id: row.version_id } : {}),
      });
      return row;
    });
    return {
      PolicyVersion: {
        VersionId: version.version_id,
        IsDefaultVersion: input.SetAsDefault ?? false,
        CreateDate: version.created_at,
      },
    };
  },
});

const getPolicyVersion = iamOperation("GetPolicyVersion", {
  ...onPolicy,
  async handle(input, call) {
    const { read } = call.services.store;
    const policy = await demandReadablePolicy(read, call, "iam:GetPolicyVersion", input.PolicyArn);
    const version = await demandVersion(read, policy, input.VersionId);
    return {
      PolicyVersion: { Document: encodeDocument(version.document), ...describeVersion(policy, version) },
    };
  },
});

const listPolicyVersionsOperation = iamOperation("ListPolicyVersions", {
  ...onPolicy,
  async handle(input, call) {
    const { read } = call.services.store;
    const policy = await demandReadablePolicy(read, call, "iam:ListPolicyVersions", input.PolicyArn);
    const versions = await listPolicyVersions(read, policy);
    const page = pageOf(versions, input, newestFirst);
    return { Versions: page.items.map((version) => describeVersion(policy, version)), ...page.end };
  },
});

const deletePolicyVersionOperation = iamOperation("DeletePolicyVersion", {
  ...onPolicy,
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const policy = await demandOwnPolicy(tx, call, "iam:DeletePolicyVersion", input.PolicyArn);
      const version = await demandVersion(tx, policy, input.VersionId);
      if (version.version_id === policy.default_version_id) throw iamErrors.cannotDeleteDefaultVersion();
      await deletePolicyVersion(tx, policy.policy_id, version.version_id);
    });
    return undefined;
  },
});

const setDefaultPolicyVersion = iamOperation("SetDefaultPolicyVersion", {
  ...onPolicy,
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const policy = await demandOwnPolicy(tx, call, "iam:SetDefaultPolicyVersion", input.PolicyArn);
      const version = await demandVersion(tx, policy, input.VersionId);
      await updatePolicy(tx, policy.policy_id, {
        default_version_id: version.version_id,
        updated_at: call.now,
      });
    });
    return undefined;
  },
});

export const policyVersionOperations: readonly AnyOperation[] = [
  createPolicyVersion,
  getPolicyVersion,
  listPolicyVersionsOperation,
  deletePolicyVersionOperation,
  setDefaultPolicyVersion,
];

/** Throws NoSuchEntity when the policy has no such version. */
async function demandVersion(
  reader: Reader,
  policy: PolicyRow,
  versionId: string,
): Promise<PolicyVersionRow> {
  const version = await findPolicyVersion(reader, policy, versionId);
  if (version === undefined) throw iamErrors.policyVersionNotFound(policy.arn, versionId);
  return version;
}

/** AWS: the document is shown by GetPolicyVersion only. */
function describeVersion(policy: PolicyRow, version: PolicyVersionRow): PolicyVersion {
  return {
    VersionId: version.version_id,
    IsDefaultVersion: version.version_id === policy.default_version_id,
    CreateDate: version.created_at,
  };
}

const maxVersionNumber = 999_999_999;

/** A sort key that falls as the number of the version grows: "v12" → "999999987". */
function newestFirst(version: PolicyVersionRow): string {
  return String(maxVersionNumber - Number(version.version_id.slice(1))).padStart(9, "0");
}
