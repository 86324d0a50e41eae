import { Command, Option } from "commander";
import { options } from "../settings.ts";

const targetHelp =
  "\nA target is / (the root), a unit such as /Production/Payments, or the twelve digits of an account.\n";

/** `tegata account policy put|list|show|attach|detach|remove`. */
export function accountPolicyCommand(): Command {
  const command = new Command("policy").description(
    "what accounts may do at the most: service control policies (scp) and resource control policies (rcp)",
  );
  const verb = (words: string, description: string) =>
    command
      .command(words)
      .description(description)
      .addOption(options.endpoint())
      .addOption(options.data())
      .addOption(options.credentialsFile())
      .addOption(options.json());
  verb(
    "put <name> <file>",
    "make a policy, or give the one of that name another document; - reads standard input",
  )
    .addOption(typeOption("what kind it is; needed for a new one"))
    .option("--description <text>", "what it is for")
    .addHelpText(
      "after",
      "\nIt acts once it is attached:\n" +
        "  tegata account policy put DenyUsers deny-users.json --type scp\n" +
        "  tegata account policy attach DenyUsers 210987654321\n",
    )
    .action(async (name, file, settings) => {
      const { putPolicy } = await import("./account/policy.ts");
      await putPolicy(name, file, settings);
    });
  verb("list", "list the policies")
    .addOption(typeOption("only these"))
    .option("--target <target>", "only what is attached there, FullAWSAccess included")
    .addHelpText("after", targetHelp)
    .action(async (settings) => {
      const { listPolicies } = await import("./account/policy.ts");
      await listPolicies(settings);
    });
  verb("show <name>", "print a policy's document").action(async (name, settings) => {
    const { showPolicy } = await import("./account/policy.ts");
    await showPolicy(name, settings);
  });
  verb("attach <name> <target>", "attach a policy, at most 5 of a kind to a target")
    .addHelpText("after", targetHelp)
    .action(async (name, target, settings) => {
      const { attachPolicy } = await import("./account/policy.ts");
      await attachPolicy(name, target, settings);
    });
  verb("detach <name> <target>", "detach a policy; of each kind one must stay")
    .addHelpText("after", targetHelp)
    .action(async (name, target, settings) => {
      const { detachPolicy } = await import("./account/policy.ts");
      await detachPolicy(name, target, settings);
    });
  verb("remove <name>", "delete a policy that is attached nowhere").action(async (name, settings) => {
    const { removePolicy } = await import("./account/policy.ts");
    await removePolicy(name, settings);
  });
  return command;
}

function typeOption(description: string): Option {
  return new Option("--type <type>", description).choices(["scp", "rcp"]);
}
