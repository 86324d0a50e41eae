import { Command } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata plan`. */
export function planCommand(): Command {
  const command = new Command("plan")
    .description("print what would be done to get a profile's credentials, and call nothing")
    .argument("[profile]", "default: AWS_PROFILE, AWS_DEFAULT_PROFILE, default")
    .addOption(options.json())
    .addHelpText(
      "after",
      "\nEvery step stands with the line or variable that decided it, then how many MFA codes would be asked, how long the\n" +
        "result could live, and what it cannot call.\n" +
        "\nJSON: profile, steps [{kind, profile, reason {text, place {file, line}, setting}, …}], region, stsEndpoint,\n" +
        "ssoEndpoint, ssoOidcEndpoint, mfaCodes, longestSeconds, reuseAboveSeconds, cannot [{code, text}], warnings, skipped.\n" +
        "\nIt speaks Japanese when TEGATA_LANG=ja or the locale begins with ja.\n" +
        "\nExample:\n  tegata plan deployer --duration 2h\n",
    )
    .action(async (profile, settings) => {
      const { printPlan } = await import("./plan/print.ts");
      await printPlan(profile, settings);
    });
  return addFlags(command, ["duration", "noSession", "region", "keyring", "plain", "quiet"]);
}
