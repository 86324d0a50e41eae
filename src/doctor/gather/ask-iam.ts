/** What IAM tells of the user and the role, where the credentials may ask. What is refused is not known. */
import type { Credentials } from "../../vault/index.ts";
import { type Connection, callService, clientConfig, sdkCredentials } from "../../vault/services/index.ts";
import type { EndpointFacts, RevocationFacts, RoleFacts } from "../facts.ts";
import { revocationIn } from "./revocation.ts";

export interface IamQuestion {
  readonly connection: Connection;
  readonly iamEndpoint: string | undefined;
  readonly credentials: Credentials;
  readonly roleArn: string | undefined;
  /** Whose credentials signed. */
  readonly arn: string;
  readonly mayBeRevoked: boolean;
}

type IamFacts = Pick<EndpointFacts, "keyStatus" | "mfaSerials" | "role" | "revocation">;

/** AWS: IAM is one service for a partition; its requests are signed for us-east-1. */
const iamRegion = "us-east-1";

export async function askIam(question: IamQuestion): Promise<IamFacts> {
  const { roleArn, mayBeRevoked, arn } = question;
  const [mfaSerials, keyStatus, role, revocation] = await Promise.all([
    orUnknown(listMfaSerials(question)),
    orUnknown(keyStatusOf(question)),
    roleArn === undefined ? undefined : orUnknown(readRole(question, roleArn)),
    mayBeRevoked ? orUnknown(findRevocation(question, arn)) : undefined,
  ]);
  return { mfaSerials, keyStatus, role, revocation };
}

async function listMfaSerials(question: IamQuestion): Promise<readonly string[]> {
  const { ListMFADevicesCommand } = await import("@aws-sdk/client-iam");
  const answer = await call(question, "iam:ListMFADevices", (client) =>
    client.send(new ListMFADevicesCommand({})),
  );
  return (answer.MFADevices ?? []).flatMap(({ SerialNumber }) => SerialNumber ?? []);
}

async function keyStatusOf(question: IamQuestion): Promise<EndpointFacts["keyStatus"]> {
  const { ListAccessKeysCommand } = await import("@aws-sdk/client-iam");
  const answer = await call(question, "iam:ListAccessKeys", (client) =>
    client.send(new ListAccessKeysCommand({})),
  );
  const key = answer.AccessKeyMetadata?.find(
    ({ AccessKeyId }) => AccessKeyId === question.credentials.accessKeyId,
  );
  return key?.Status === "Active" || key?.Status === "Inactive" ? key.Status : undefined;
}

async function readRole(question: IamQuestion, arn: string): Promise<RoleFacts> {
  const { GetRoleCommand } = await import("@aws-sdk/client-iam");
  const RoleName = arn.split("/").at(-1) ?? "";
  const { Role } = await call(question, "iam:GetRole", (client) =>
    client.send(new GetRoleCommand({ RoleName })),
  );
  const document = Role?.AssumeRolePolicyDocument;
  return {
    arn,
    trustPolicy: document === undefined ? undefined : decodeURIComponent(document),
    maxSessionSeconds: Role?.MaxSessionDuration,
  };
}

/** More than a user has. */
const maxInlinePolicies = 20;

/** AWS: IAM user guide, "Revoke temporary security credentials": an inline policy that denies by aws:TokenIssueTime. */
async function findRevocation(question: IamQuestion, arn: string): Promise<RevocationFacts | undefined> {
  const UserName = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  if (UserName === undefined) return undefined;
  const { GetUserPolicyCommand, ListUserPoliciesCommand } = await import("@aws-sdk/client-iam");
  const { PolicyNames = [] } = await call(question, "iam:ListUserPolicies", (client) =>
    client.send(new ListUserPoliciesCommand({ UserName })),
  );
  const policies = await Promise.all(
    PolicyNames.slice(0, maxInlinePolicies).map(async (PolicyName) => {
      const { PolicyDocument = "" } = await call(question, "iam:GetUserPolicy", (client) =>
        client.send(new GetUserPolicyCommand({ UserName, PolicyName })),
      );
      return { name: PolicyName, text: decodeURIComponent(PolicyDocument) };
    }),
  );
  return revocationIn(policies);
}

async function call<T>(
  { connection, iamEndpoint, credentials }: IamQuestion,
  operation: string,
  send: (client: import("@aws-sdk/client-iam").IAMClient) => Promise<T>,
): Promise<T> {
  const { IAMClient } = await import("@aws-sdk/client-iam");
  const client = new IAMClient({
    ...(await clientConfig(connection, { region: iamRegion, endpoint: iamEndpoint })),
    credentials: sdkCredentials(credentials),
  });
  const secrets = [credentials.secretAccessKey.reveal(), credentials.sessionToken?.reveal() ?? ""];
  return callService(connection, client, { operation, profile: "why", reason: {}, secrets }, send);
}

async function orUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch(() => undefined);
}
