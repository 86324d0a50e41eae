/** How a container reaches a container server on its host: the arguments of `docker run`, as data. */
import { exitCodes, TegataError } from "../../base/index.ts";
import { type ContainerServer, containerVariables } from "./container-server.ts";
import { placeVariables, type ServiceEndpoints } from "./environment.ts";
import { loopback } from "./local-server.ts";

/** Where the token is found inside. */
const mountedToken = "/run/tegata/token";

export interface DockerOptions {
  readonly server: Pick<ContainerServer, "address" | "url" | "tokenFile">;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly serviceEndpoints?: ServiceEndpoints;
  /** A network whose gateway is the server's address (`createNetworkArguments`); without one the host's own is shared. */
  readonly network?: string | undefined;
}

/**
 * The arguments between `docker run` and the image. No secret is among them: the token is mounted, read-only.
 * A container whose user is not the host's cannot read the 0600 file: run it with `--user "$(id -u)"`, or as root.
 * Throws TegataError `NoNetwork` when the server is not on loopback and no network is named.
 */
export function dockerArguments(options: DockerOptions): readonly string[] {
  const { server } = options;
  const network = options.network ?? (server.address === loopback ? "host" : undefined);
  if (network === undefined)
    throw new TegataError(
      "NoNetwork",
      `a container reaches ${server.address} through a docker network only`,
      {
        hint: `docker ${createNetworkArguments("tegata", server.address).join(" ")}`,
        exitCode: exitCodes.misuse,
      },
    );
  const variables = {
    ...containerVariables(server.url, mountedToken),
    ...placeVariables(options),
  };
  return [
    ...["--network", network],
    ...["--mount", `type=bind,${csvField(`source=${server.tokenFile}`)},target=${mountedToken},readonly`],
    ...Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
  ];
}

/** `docker network create …`: a bridge whose gateway, this machine, has an address that AWS's clients trust. */
export function createNetworkArguments(network: string, address: string): readonly string[] {
  const isIpv6 = address.includes(":");
  const subnet = isIpv6 ? "fd00:ec2::/64" : "169.254.170.0/24";
  return [
    ...["network", "create", ...(isIpv6 ? ["--ipv6"] : [])],
    ...["--subnet", subnet, "--gateway", address, network],
  ];
}

/** Docker reads a mount as a line of CSV. */
function csvField(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
