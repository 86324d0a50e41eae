/**
 * Container credentials, as ECS and EKS serve them: a URL and a token file, which every SDK reads by itself and asks again
 * before its credentials end. AWS: SDK reference, "Container credential provider".
 */
import { timingSafeEqual } from "node:crypto";
import { exitCodes, Secret, TegataError } from "../../base/index.ts";
import { randomBytes, sha256 } from "../../crypto/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Environment, Machine } from "../machine.ts";
import {
  authority,
  credentialMembers,
  type LocalAnswer,
  type LocalRequest,
  listenLocally,
  loopback,
  refusal,
} from "./local-server.ts";
import { proxyExceptions } from "./proxy.ts";
import { RenewingCredentials } from "./renewing.ts";
import { runtimeFolder, writeTokenFile } from "./token-file.ts";

const tokenBytes = 32;
const rolePrefix = "/role-arn/";

/** AWS's clients take credentials over plain HTTP from loopback and from these, which ECS and EKS use; from nowhere else. */
export const addressesForContainers = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"] as const;

export interface ContainerServerOptions {
  readonly machine: Pick<Machine, "platform" | "env" | "clock">;
  /** The profile's credentials; asked again when those it gave are near their end, once at a time. */
  readonly getCredentials: () => Promise<Credentials>;
  /** Roles that `/role-arn/ARN` may be asked for, and how they are assumed. Any other is refused. */
  readonly roles?: {
    readonly allowed: readonly string[];
    readonly assume: (roleArn: string) => Promise<Credentials>;
  };
  /** Default loopback; one of `addressesForContainers` for containers on a network that has it on this machine. */
  readonly listen?: string | undefined;
  readonly onFailure?: (error: unknown) => void;
}

export interface ContainerServer {
  readonly url: string;
  readonly address: string;
  readonly port: number;
  readonly tokenFile: string;
  /** What a child on this machine needs to find it. */
  readonly variables: Environment;
  /** Mints now: before the child starts, a person can be asked and a failure told. Rejects as `getCredentials` does. */
  prefetch(): Promise<void>;
  /** Ends it and deletes the token. */
  close(): Promise<void>;
}

/** Starts one for one child. Rejects with TegataError: `WrongAddress`, `CannotListen`. */
export async function startContainerServer(options: ContainerServerOptions): Promise<ContainerServer> {
  const { machine, listen = loopback } = options;
  if (listen !== loopback && !addressesForContainers.some((address) => address === listen))
    throw new TegataError(
      "WrongAddress",
      `AWS's clients take credentials from ${loopback}, ${addressesForContainers.join(", ")} only, not from "${listen}"`,
      { exitCode: exitCodes.misuse },
    );
  const base = new RenewingCredentials({ clock: machine.clock, getCredentials: options.getCredentials });
  const token = new Secret(Buffer.from(randomBytes(tokenBytes)).toString("base64url"));
  const file = await writeTokenFile(runtimeFolder(machine), token);
  try {
    const server = await listenLocally({
      platform: machine.platform,
      address: listen,
      answer: answerWith(options, base, token),
      onFailure: options.onFailure,
    });
    const url = `http://${authority(listen)}:${server.port}/`;
    return {
      url,
      address: listen,
      port: server.port,
      tokenFile: file.path,
      variables: { ...containerVariables(url, file.path), ...proxyExceptions(machine, listen) },
      prefetch: async () => {
        await base.current();
      },
      close: async () => {
        await server.close();
        await file.remove();
      },
    };
  } catch (error) {
    await file.remove();
    throw error;
  }
}

/**
 * The variables of a client that is to use the server.
 * SECURITY: the token's file is named and not the token, which would stand in every process listing and crash report.
 */
export function containerVariables(url: string, tokenFile: string): Record<string, string> {
  return {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
  };
}

function answerWith(
  options: ContainerServerOptions,
  base: RenewingCredentials,
  token: Secret,
): (request: LocalRequest) => Promise<LocalAnswer> {
  const { clock } = options.machine;
  const expected = sha256(token.reveal());
  const roles = new Map(
    (options.roles?.allowed ?? []).map((roleArn) => [
      roleArn,
      new RenewingCredentials({ clock, getCredentials: async () => assume(options, roleArn) }),
    ]),
  );
  return async ({ method, path, headers }) => {
    if (method !== "GET")
      return { ...refusal(405, "MethodNotAllowed", "GET only"), headers: { Allow: "GET" } };
    // SECURITY: compared in constant time, so that no byte of the token shows in how long a refusal takes.
    if (!timingSafeEqual(sha256(headers.authorization ?? ""), expected))
      return refusal(403, "AccessDenied", "the authorization token is missing or wrong");
    if (path === "/") return { status: 200, body: credentialMembers(await base.current()) };
    if (!path.startsWith(rolePrefix)) return refusal(404, "NotFound", "credentials are at /");
    const roleArn = path.slice(rolePrefix.length);
    const role = roles.get(roleArn);
    if (role === undefined)
      return refusal(403, "RoleNotAllowed", "this role is not on the list that may be assumed");
    return { status: 200, body: { ...credentialMembers(await role.current()), RoleArn: roleArn } };
  };
}

function assume({ roles }: ContainerServerOptions, roleArn: string): Promise<Credentials> {
  if (roles === undefined) throw new TegataError("RoleNotAllowed", "no role may be assumed");
  return roles.assume(roleArn);
}
