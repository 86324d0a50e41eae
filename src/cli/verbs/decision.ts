import { Command } from "commander";
import { options } from "../settings.ts";

/** `tegata decision REQUEST_ID`. */
export function decisionCommand(): Command {
  return new Command("decision")
    .description("show an administrator why the authority refused a request, by the request's id")
    .argument(
      "<request-id>",
      "as the refusal bears it: the header x-amzn-RequestId, which aws --debug shows, or RequestId in its body",
    )
    .addOption(options.endpoint())
    .addOption(options.data())
    .addOption(options.credentialsFile())
    .addOption(options.json())
    .addHelpText(
      "after",
      "\nThe authority remembers its last refusals until it is stopped; the caller learns no more than AWS would say.\n" +
        "Example:\n  tegata decision 0d6f0c3e-3a5b-4c55-9a0c-7a1f5f1f9e57\n",
    )
    .action(async (requestId: string, settings) => {
      const { showDecision } = await import("./decision/show.ts");
      await showDecision(requestId, settings);
    });
}
