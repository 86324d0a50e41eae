import { Command, Option } from "commander";
import { collect, defaultHost, defaultPort, options, parsePort } from "../settings.ts";
import type { ServeSettings } from "./serve/run.ts";

/** `tegata serve`, which is also `npm start`. */
export function serveCommand(): Command {
  return new Command("serve")
    .description("run the authority: STS, IAM, S3 and sign-in federation on one port")
    .addOption(new Option("--host <address>", "address to listen on").env("TEGATA_HOST").default(defaultHost))
    .addOption(
      new Option("--port <number>", "port to listen on; 0 takes a free one")
        .env("TEGATA_PORT")
        .default(defaultPort)
        .argParser(parsePort),
    )
    .addOption(options.data())
    .addOption(
      new Option(
        "--store-file <file>",
        "a file that holds the store's URL, so that no password is in an argument",
      ).env("TEGATA_STORE_FILE"),
    )
    .addOption(
      new Option("--account <id>", "number of the first account (default: random)").env("TEGATA_ACCOUNT"),
    )
    .addOption(
      new Option(
        "--master-key-file <file>",
        "32 bytes in base64 (default: master.key in the data directory)",
      ).env("TEGATA_MASTER_KEY_FILE"),
    )
    .addOption(options.credentialsFile())
    .addOption(
      new Option(
        "--seed <file>",
        "make the users, roles and policies of a JSON file, as often as you like",
      ).env("TEGATA_SEED"),
    )
    .addOption(
      new Option("--ready-file <file>", "write endpoint, account and pid as JSON once ready").env(
        "TEGATA_READY_FILE",
      ),
    )
    .addOption(
      new Option("--cors-origin <origin>", "a web origin that may call STS and S3; may be repeated")
        .env("TEGATA_CORS_ORIGIN")
        .argParser(collect),
    )
    .addOption(
      new Option(
        "--virtual-host <name>",
        "a host name whose subdomains are buckets; may be repeated (default: localhost)",
      )
        .env("TEGATA_VIRTUAL_HOST")
        .argParser(collect),
    )
    .addOption(
      new Option(
        "--test-mode [exposed]",
        "for CI: let /_tegata/ move the clock, empty everything, make accounts",
      ).env("TEGATA_TEST_MODE"),
    )
    .addOption(
      new Option("--log-level <level>", "what goes to standard error, as JSON lines")
        .env("TEGATA_LOG_LEVEL")
        .choices(["silent", "error", "info"])
        .default("error"),
    )
    .addHelpText("after", environmentHelp)
    .action(async (settings: ServeSettings) => {
      const { serve } = await import("./serve/run.ts");
      await serve(settings);
    });
}

const environmentHelp = `
Environment, read on the first run only:
  TEGATA_ADMIN_ACCESS_KEY_ID, TEGATA_ADMIN_SECRET_ACCESS_KEY  fix the key of the user admin
  TEGATA_ROOT_ACCESS_KEY_ID, TEGATA_ROOT_SECRET_ACCESS_KEY    give the account's root user a key
Environment, read always:
  TEGATA_STORE       a store URL, instead of --data
  TEGATA_TEST_TOKEN  the bearer that --test-mode=exposed wants

Example:
  tegata serve --port 0 --data :memory: --ready-file ready.json
`;
