import { TegataError } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Step } from "../plan/plan.ts";
import { at } from "../services/index.ts";
import type { StepContext } from "./context.ts";
import { readEnvironment, readStatic } from "./local/machine-keys.ts";
import { readKeyOf } from "./local/stored-key.ts";

/**
 * Does one step of a plan. What speaks with a service or starts a program is loaded here and not before.
 * @throws TegataError with AWS's code and sentence where a service refused, our own where none was reached; exit code 3
 * where a person is needed and nobody can be asked.
 */
export async function runStep(step: Step, context: StepContext): Promise<Credentials> {
  const { machine } = context;
  switch (step.kind) {
    case "stored-key":
      return readKeyOf(step, context.keyring);
    case "static-key":
      return readStatic(step, context.readStaticKey);
    case "environment":
      return readEnvironment(step, machine.env, machine.clock.now());
    case "process": {
      const { runCredentialProcess } = await import("./local/credential-process.ts");
      return runCredentialProcess(step, machine);
    }
    case "container": {
      const { readContainer } = await import("./network/container.ts");
      return readContainer(step, machine.env, context.fetch ?? fetch);
    }
    case "instance": {
      const { readInstance } = await import("./network/instance.ts");
      return readInstance(step, machine.env, context.fetch ?? fetch);
    }
    case "web-identity": {
      const { assumeRoleWithWebIdentity } = await import("./network/web-identity.ts");
      return assumeRoleWithWebIdentity(step, context);
    }
    case "session-token": {
      const { getSessionToken } = await import("./network/sts.ts");
      return getSessionToken(step, context);
    }
    case "assume-role": {
      const { assumeRole } = await import("./network/sts.ts");
      return assumeRole(step, context);
    }
    case "sso": {
      const { getRoleCredentials } = await import("../sso/role-credentials.ts");
      return getRoleCredentials(step, context);
    }
    case "sso-token":
      throw new TegataError(
        "NoCredentials",
        `profile "${step.profile}"${at(step.reason)} signs in to SSO but names no account and role, so it has no credentials`,
        { hint: "sso_account_id = 111122223333\nsso_role_name = NAME" },
      );
  }
}
