import type { PolicySeed } from "../file/shape.ts";
import { isShownDocument, missingTags } from "./compare.ts";
import type { Desk } from "./desk.ts";

/** A customer managed policy; another document becomes a new default version. */
export async function applyPolicy(desk: Desk, wanted: PolicySeed): Promise<void> {
  const arn = `arn:aws:iam::${desk.accountId}:policy${wanted.Path ?? "/"}${wanted.PolicyName}`;
  const present = await desk.find("GetPolicy", { PolicyArn: arn });
  if (present === undefined) {
    await desk.perform("CreatePolicy", wanted);
    return;
  }
  const { Policy: policy } = present;
  if (wanted.Description !== undefined && wanted.Description !== (policy?.Description ?? ""))
    throw desk.conflict(
      "the policy exists with another description, and a policy's description cannot be changed",
    );
  await bringToVersion(desk, arn, wanted.PolicyDocument);
  const tags = missingTags(policy?.Tags, wanted.Tags);
  if (tags.length > 0) await desk.perform("TagPolicy", { PolicyArn: arn, Tags: tags });
}

/** A version that has the document already becomes the default again, rather than one more of the few there may be. */
async function bringToVersion(desk: Desk, arn: string, document: string): Promise<void> {
  const { Versions: versions = [] } = await desk.perform("ListPolicyVersions", { PolicyArn: arn });
  const defaultFirst = versions.toSorted((a, b) => Number(b.IsDefaultVersion) - Number(a.IsDefaultVersion));
  for (const { VersionId: id = "", IsDefaultVersion: isDefault } of defaultFirst) {
    const { PolicyVersion: shown } = await desk.perform("GetPolicyVersion", {
      PolicyArn: arn,
      VersionId: id,
    });
    if (!isShownDocument(shown?.Document, document)) continue;
    if (!isDefault) await desk.perform("SetDefaultPolicyVersion", { PolicyArn: arn, VersionId: id });
    return;
  }
  await desk.perform("CreatePolicyVersion", { PolicyArn: arn, PolicyDocument: document, SetAsDefault: true });
}
