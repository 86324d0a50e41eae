/** Terraform with a mirror of its AWS provider: how both are found, and pointed at a server. */
import { existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProgram } from "./aws-cli.ts";
import { cleanEnvironment, type RunningServer } from "./server.ts";

/** The folder that has `registry.terraform.io/hashicorp/aws` in it. */
const mirror = findMirror();

/** What Terraform lacks on this machine. */
export const missingForTerraform: readonly string[] = [
  ...(findProgram("terraform") === undefined ? ["terraform"] : []),
  ...(mirror === undefined ? ["a mirror of the provider hashicorp/aws (TEGATA_TERRAFORM_MIRROR)"] : []),
];

/** The text of `cli.tfrc`. */
export function terraformSettings(): string {
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror ?? "")}
    include = ["registry.terraform.io/hashicorp/*"]
  }
}
`;
}

/** Environment of a run in a folder that has `cli.tfrc`, as the server's admin. */
export function terraformEnvironment(
  server: Pick<RunningServer, "endpoint" | "admin">,
  folder: string,
): NodeJS.ProcessEnv {
  return cleanEnvironment({
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: server.admin.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.admin.secretAccessKey,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc"),
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
  });
}

function findMirror(): string | undefined {
  const provider = "registry.terraform.io/hashicorp/aws";
  const given = process.env.TEGATA_TERRAFORM_MIRROR;
  const usual = ["/usr/share/terraform/plugins", "/usr/local/share/terraform/plugins"];
  const folders = [
    ...(given === undefined ? [] : [given]),
    join(homedir(), ".terraform.d/plugins"),
    ...usual,
    ...globSync(`/opt/{*,*/*}/${provider}`).map((path) => path.slice(0, -provider.length - 1)),
  ];
  return folders.find((path) => existsSync(join(path, provider)));
}
