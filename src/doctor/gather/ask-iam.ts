/** What IAM tells of the user and the role, where the credentials may ask. What is refused is not known. */
import { TegataError } from "../../base/index.ts";
import type { EndpointFacts, RoleFacts } from "../facts.ts";
import type { Denial } from "../symptom/index.ts";
import { askCaller } from "./ask-caller.ts";
import { callIam as call, type IamConnection, orUnknown } from "./call-iam.ts";

export interface IamQuestion extends IamConnection {
  readonly roleArn: string | undefined;
  /** Whose credentials ask: names are looked up in this account. */
  readonly account: string;
  /** The refusal that there was, of whose caller the policies are worth reading. */
  readonly denial: Denial | undefined;
}

type IamFacts = Pick<EndpointFacts, "keyStatus" | "mfaSerials" | "role" | "caller">;

export async function askIam(question: IamQuestion): Promise<IamFacts> {
  const { roleArn, denial } = question;
  const [mfaSerials, keyStatus, role, caller] = await Promise.all([
    orUnknown(listMfaSerials(question)),
    orUnknown(keyStatusOf(question)),
    roleArn === undefined ? undefined : orUnknown(readRole(question, roleArn)),
    denial === undefined ? undefined : orUnknown(askCaller(question, denial, question.account)),
  ]);
  return { mfaSerials, keyStatus, role, caller };
}

/** Whether IAM says what it says to sessions without MFA; any other refusal is a policy's. */
export async function refusesSession(connection: IamConnection): Promise<boolean> {
  try {
    await listMfaSerials(connection);
    return false;
  } catch (error) {
    if (!(error instanceof TegataError)) throw error;
    if (error.code === "InvalidClientTokenId") return true;
    if (error.code === "AccessDenied") return false;
    throw error;
  }
}

async function listMfaSerials(question: IamConnection): Promise<readonly string[]> {
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

/** undefined: a role of another account, whose namesake this account has. */
async function readRole(question: IamQuestion, arn: string): Promise<RoleFacts | undefined> {
  const { GetRoleCommand } = await import("@aws-sdk/client-iam");
  const RoleName = arn.split("/").at(-1) ?? "";
  const { Role } = await call(question, "iam:GetRole", (client) =>
    client.send(new GetRoleCommand({ RoleName })),
  );
  if (Role?.Arn !== arn) return undefined;
  const document = Role.AssumeRolePolicyDocument;
  return {
    arn,
    trustPolicy: document === undefined ? undefined : decodeURIComponent(document),
    maxSessionSeconds: Role.MaxSessionDuration,
  };
}
