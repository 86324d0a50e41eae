/** SSO's portal: credentials of a role. AWS: IAM Identity Center portal API reference, `GetRoleCredentials`. */
import { inShell, Secret, TegataError } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import type { SourceStep } from "../plan/plan.ts";
import { callService, clientConfig, requireLiving, withServiceTime } from "../services/index.ts";
import type { SsoContext } from "./ports.ts";
import { getToken } from "./token.ts";

type SsoStep = SourceStep & { kind: "sso" };

const operation = "sso:GetRoleCredentials";

/**
 * A kept token that the portal no longer takes, because the person signed out elsewhere, is replaced once.
 * @throws TegataError with AWS's code: `ForbiddenException` when the person has no such role in that account.
 */
export async function getRoleCredentials(step: SsoStep, context: SsoContext): Promise<Credentials> {
  const signIn = { portal: step, profile: step.profile, reason: step.reason, context };
  const token = await getToken(signIn);
  try {
    return await ask(step, context, token.accessToken);
  } catch (error) {
    if (!(error instanceof TegataError) || error.code !== "UnauthorizedException") throw error;
    const fresh = await getToken(signIn, { fresh: true });
    return ask(step, context, fresh.accessToken);
  }
}

async function ask(step: SsoStep, context: SsoContext, accessToken: Secret): Promise<Credentials> {
  const { GetRoleCredentialsCommand, SSOClient } = await import("@aws-sdk/client-sso");
  const config = await clientConfig(context, { region: step.ssoRegion, endpoint: context.ssoEndpoint });
  const command = new GetRoleCredentialsCommand({
    accessToken: accessToken.reveal(),
    accountId: step.accountId,
    roleName: step.roleName,
  });
  const { connection, now } = withServiceTime(context);
  const answer = await callService(
    connection,
    new SSOClient(config),
    { operation, profile: step.profile, reason: step.reason, secrets: [accessToken.reveal()] },
    (client) => client.send(command),
  );
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = answer.roleCredentials ?? {};
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration) {
    throw new TegataError(
      "AnswerInvalid",
      `${operation} for profile "${step.profile}" gave no whole credentials`,
      {
        hint: `tegata plan ${inShell(step.profile)}   # shows the portal that is asked`,
      },
    );
  }
  requireLiving(expiration, now(), operation, step.profile);
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: new Secret(sessionToken),
    expiration,
    accountId: step.accountId,
  };
}
