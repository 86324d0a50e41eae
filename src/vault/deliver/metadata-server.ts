/**
 * The instance metadata service, version 2, on a private port: for programs that look for credentials nowhere else.
 * Needs no root and takes no machine-wide address: clients are told where it is by AWS_EC2_METADATA_SERVICE_ENDPOINT.
 * AWS: EC2 user guide, "Use the Instance Metadata Service", "How Instance Metadata Service Version 2 works".
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Clock, formatInstant } from "../../base/index.ts";
import { randomBytes, sha256 } from "../../crypto/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Environment, Machine } from "../machine.ts";
import {
  credentialMembers,
  type LocalAnswer,
  type LocalRequest,
  listenLocally,
  loopback,
  refusal,
} from "./local-server.ts";
import { proxyExceptions } from "./proxy.ts";
import { RenewingCredentials } from "./renewing.ts";

/** AWS: a token lives 1 second to 6 hours. */
const tokenSeconds = { least: 1, most: 21_600 } as const;
const tokenPath = "/latest/api/token";
const credentialsPath = "/latest/meta-data/iam/security-credentials";
const keyBytes = 32;

export interface MetadataServerOptions {
  readonly machine: Pick<Machine, "platform" | "env" | "clock">;
  readonly profile: string;
  readonly region: string | undefined;
  /** As for the container server. */
  readonly getCredentials: () => Promise<Credentials>;
  readonly onFailure?: (error: unknown) => void;
}

export interface MetadataServer {
  readonly url: string;
  readonly variables: Environment;
  /** As the container server's; more needed here, since clients wait a second for this service. */
  prefetch(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts one for one child. The protocol hands a token to whoever asks, so other programs of this user that find the port
 * are served too; other users are kept out on Linux only. The container server is the safer one.
 * The real service answers token requests with a hop limit, so that they do not leave the instance; a loopback address
 * is never left.
 */
export async function startMetadataServer(options: MetadataServerOptions): Promise<MetadataServer> {
  const { machine, getCredentials } = options;
  const credentials = new RenewingCredentials({ clock: machine.clock, getCredentials });
  const server = await listenLocally({
    platform: machine.platform,
    answer: answerWith(options, credentials),
    onFailure: options.onFailure,
  });
  const url = `http://${loopback}:${server.port}/`;
  return {
    url,
    variables: { ...metadataVariables(url), ...proxyExceptions(machine, loopback) },
    prefetch: async () => {
      await credentials.current();
    },
    close: () => server.close(),
  };
}

/**
 * The variables of a client that is to use the server. Those of a time-out are botocore's, whose one second and one attempt
 * are made for a service that never has to ask a person.
 */
export function metadataVariables(url: string): Record<string, string> {
  return {
    AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
    AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv4",
    AWS_EC2_METADATA_DISABLED: "false",
    AWS_METADATA_SERVICE_TIMEOUT: "10",
    AWS_METADATA_SERVICE_NUM_ATTEMPTS: "3",
  };
}

/** A profile as the name of an instance's role: what a path and every SDK bear. */
export function roleNameOf(profile: string): string {
  return profile.replace(/[^\w+=,.@-]/g, "-");
}

function answerWith(
  options: MetadataServerOptions,
  credentials: RenewingCredentials,
): (request: LocalRequest) => Promise<LocalAnswer> {
  const { clock } = options.machine;
  const tokens = new Tokens(clock);
  const roleName = roleNameOf(options.profile);
  const places = placeAnswers(options.region);
  return async ({ method, path: asked, headers }) => {
    // botocore ends some of its paths with a slash, and the real service does not mind.
    const path = asked.replace(/\/$/, "");
    // SECURITY: AWS: a request that came through a proxy gets no token; an open one would pass the world's on.
    if (headers["x-forwarded-for"] !== undefined)
      return refusal(403, "Forbidden", "forwarded requests are refused");
    if (method === "PUT" && path === tokenPath)
      return tokens.issue(headers["x-aws-ec2-metadata-token-ttl-seconds"]);
    if (method !== "GET") return refusal(405, "MethodNotAllowed", "GET, and PUT for a token");
    if (!tokens.isValid(headers["x-aws-ec2-metadata-token"]))
      return refusal(
        401,
        "Unauthorized",
        "a token is needed (IMDSv2); the one given is missing, wrong or expired",
      );
    if (path === credentialsPath) return { status: 200, body: roleName };
    if (path === `${credentialsPath}/${roleName}`) {
      const body = credentialMembers(await credentials.current());
      return {
        status: 200,
        body: { Code: "Success", LastUpdated: formatInstant(clock.now()), Type: "AWS-HMAC", ...body },
      };
    }
    const place = places.get(path);
    return place === undefined
      ? refusal(404, "NotFound", "this path is not served")
      : { status: 200, body: place };
  };
}

/** What else programs ask an instance for before they believe that it is one. */
function placeAnswers(region: string | undefined): ReadonlyMap<string, string | object> {
  const answers = new Map<string, string | object>([["/latest/meta-data/instance-id", "tegata"]]);
  if (region === undefined) return answers;
  return (
    answers
      .set("/latest/meta-data/placement/region", region)
      // Older clients cut the last letter off.
      .set("/latest/meta-data/placement/availability-zone", `${region}a`)
      .set("/latest/dynamic/instance-identity/document", { region, instanceId: "tegata" })
  );
}

/** Session tokens that need no memory: an expiry, and its MAC under a key that dies with the server. */
class Tokens {
  readonly #clock: Clock;
  readonly #key = randomBytes(keyBytes);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(asked: string | readonly string[] | undefined): LocalAnswer {
    const seconds = typeof asked === "string" && /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
    if (seconds < tokenSeconds.least || seconds > tokenSeconds.most)
      return refusal(400, "BadRequest", "X-aws-ec2-metadata-token-ttl-seconds must be 1 to 21600");
    const expiry = String(this.#clock.now() + seconds * 1000);
    return {
      status: 200,
      body: `${expiry}.${this.#mac(expiry)}`,
      headers: { "X-Aws-Ec2-Metadata-Token-Ttl-Seconds": String(seconds) },
    };
  }

  isValid(given: string | readonly string[] | undefined): boolean {
    const [expiry = "", mac = ""] = typeof given === "string" ? given.split(".") : [];
    const isOurs = timingSafeEqual(sha256(mac), sha256(this.#mac(expiry)));
    return isOurs && this.#clock.now() < Number(expiry);
  }

  #mac(expiry: string): string {
    return createHmac("sha256", this.#key).update(expiry).digest("base64url");
  }
}
