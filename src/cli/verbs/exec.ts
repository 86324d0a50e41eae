import { Command, Option } from "commander";
import { addFlags, issuingFlags } from "../vault/flags.ts";

/** `tegata exec`. */
export function execCommand(): Command {
  const command = new Command("exec")
    .description("run a command with a profile's credentials")
    .usage("[options] [profile] [-- command [args...]]")
    .argument("[profile]", "default: AWS_PROFILE, AWS_DEFAULT_PROFILE, default")
    .argument("[command...]", "after --; default: your shell")
    .option("-s, --server", "serve the credentials to the command, and renew them while it lives")
    .addOption(new Option("--ecs-server").hideHelp())
    .option("--imds", "serve them as an EC2 instance does (IMDSv2), on a port of its own, without root")
    .addOption(new Option("--ec2-server").hideHelp())
    .option("--role <arn>", "a role that --server may give at /role-arn/ARN; can be repeated", several)
    .option("--listen <address>", "where --server listens, for containers: 169.254.170.2, fd00:ec2::23")
    .option("--docker", "tell the container of `docker run` of the server, the token mounted as a file")
    .option("--docker-network <name>", "the container's network, where --listen is its gateway")
    .option("--lazy", "with a server: make the credentials when they are first asked for")
    .option("--no-check", "do not ask the service whether a kept session still counts")
    .option("--nested", "even inside of another exec")
    .addOption(new Option("-j, --json").hideHelp())
    .addHelpText("after", help)
    .action(async (profile, words, settings) => {
      const { exec } = await import("./exec/run.ts");
      await exec(profile, words, settings);
    });
  return addFlags(command, issuingFlags);
}

const help = `
The command gets AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION, AWS_REGION,
AWS_DEFAULT_REGION and AWS_VAULT (the profile); with a server, where to ask instead. No setting that opens the keyring is
passed on. It gets signals and the terminal, and exec ends as it ends.

Exit codes: the command's own, 128 + n after signal n, 127 no such command, 126 one that cannot run; before it starts
1 failed, 2 misuse (nested without --nested is one), 3 a person is needed.

A compose file whose service uses \`tegata exec --server PROFILE -- docker compose up\`:
  network_mode: host
  environment: [AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/run/tegata/token, AWS_REGION]
  volumes: ["$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE:/run/tegata/token:ro"]

Examples:
  tegata exec deployer -- aws s3 ls
  tegata exec --server --role arn:aws:iam::123456789012:role/reader deployer -- terraform apply
  tegata exec --docker deployer -- docker run --rm amazon/aws-cli sts get-caller-identity
`;

function several(arn: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), arn];
}
