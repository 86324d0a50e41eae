import { Command, Option } from "commander";
import { options } from "../settings.ts";

/** `tegata policy check|explain|diff`: the policy engine at the command line; it asks no server. */
export function policyCommand(): Command {
  const command = new Command("policy").description("read, judge and compare policies; no server is asked");
  command.addCommand(checkCommand());
  command.addCommand(explainCommand());
  command.addCommand(diffCommand());
  return command;
}

const kinds = ["identity", "resource", "trust", "boundary", "session", "scp", "rcp", "vpce"] as const;

function checkCommand(): Command {
  return new Command("check")
    .description(
      "find what is wrong with policies: faults, unknown names, conditions that never hold, dead statements",
    )
    .argument("<file...>", "policies as JSON; - is standard input")
    .addOption(
      new Option(
        "--kind <kind>",
        "which kind of policy (default: trust or resource when it names principals, else identity)",
      ).choices(kinds),
    )
    .option("--strict", "exit with 1 on warnings too")
    .addOption(options.json())
    .addHelpText(
      "after",
      `
Exits with 0 when nothing is an error, with 1 when something is, with 2 when a file cannot be read.

  tegata policy check policy.json
  tegata policy check --strict policies/*.json
  tegata policy check --kind scp guardrail.json
  aws iam get-role --role-name r --query Role.AssumeRolePolicyDocument | tegata policy check -
`,
    )
    .action(async (files, settings) => {
      const { checkPolicies } = await import("./policy/check.ts");
      await checkPolicies(files, settings);
    });
}

function explainCommand(): Command {
  return new Command("explain")
    .description("decide one request by the policies in files, and say why and what would change it")
    .requiredOption("--principal <arn>", "who asks: an ARN, an account, a service, or anonymous")
    .requiredOption("--action <action>", "what is asked for, such as s3:GetObject")
    .option("--resource <arn>", "on what", "*")
    .option("--policy <file...>", "identity-based policies of the caller")
    .option("--boundary <file>", "its permissions boundary")
    .option("--session-policy <file...>", "policies that were passed with its session")
    .option("--resource-policy <file...>", "policies of the resource")
    .option("--trust <file>", "the trust policy, when the resource is a role to assume")
    .option("--scp <file...>", "service control policies, one level each, the organisation's root first")
    .option("--rcp <file...>", "resource control policies, likewise")
    .option("--vpce-policy <file...>", "policies of the VPC endpoint")
    .option(
      "--resource-account <id>",
      "who owns the resource (default: the account in its ARN, or the caller's)",
    )
    .option("--resource-must-allow", "the resource's policies must allow too, as those of KMS keys must")
    .option("--context <key=value...>", "condition keys; a key given twice has two values")
    .addOption(
      new Option(
        "--expect <outcome>",
        "exit with 1 when the answer is another, or a policy cannot be read",
      ).choices(["allow", "deny"]),
    )
    .addOption(options.json())
    .addHelpText(
      "after",
      `
Keys that follow from the caller (aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:username) and the
time are filled in; --context has the last word, and --context key= leaves a key out. A file called - is standard input.

  tegata policy explain --policy user.json --principal arn:aws:iam::111122223333:user/ann \\
    --action iam:ListUsers --context aws:MultiFactorAuthPresent=true
`,
    )
    .action(async (settings) => {
      const { explainPolicies } = await import("./policy/explain.ts");
      explainPolicies(settings);
    });
}

function diffCommand(): Command {
  return new Command("diff")
    .description("tell which access a change of a policy adds and removes, each with a request that shows it")
    .argument("<old>", "the policy as it was; - is standard input")
    .argument("<new>", "the policy as it shall be; - is standard input")
    .addOption(
      new Option(
        "--kind <kind>",
        "which kind of policy (default: trust or resource when one names principals, else identity)",
      ).choices(kinds),
    )
    .addOption(
      new Option("--fail-on <direction>", "exit with 1 when access is added, removed, either, or never")
        .choices(["added", "removed", "any", "none"])
        .default("any"),
    )
    .addOption(options.json())
    .addHelpText(
      "after",
      `
"none" is proven for every request. Each difference is a request that the policy engine answers differently for the two.
"unknown" names the place that cannot be compared; it counts as a difference.
Exits with 0 when what --fail-on names is ruled out, else with 1; with 2 when a file cannot be read.

  tegata policy diff old.json new.json
  git show main:policy.json | tegata policy diff - policy.json --fail-on added
`,
    )
    .action(async (before, after, settings) => {
      const { printPolicyDiff } = await import("./policy/diff.ts");
      await printPolicyDiff(before, after, settings);
    });
}
