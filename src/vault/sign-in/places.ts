/** Where a person signs in, and where the link leads then. Pure. */
import { TegataError } from "../../base/index.ts";
import { isAwsEndpoint } from "../mfa-devices/index.ts";

export interface SignInPlace {
  readonly federation: URL;
  readonly destination: URL;
}

export interface PlaceQuestion {
  readonly region: string | undefined;
  /** The endpoint that somebody names for STS; its `/federation` is asked where it is not AWS's. */
  readonly endpoint: string | undefined;
  /** `--federation-endpoint`. */
  readonly federationEndpoint: string | undefined;
  /** `--path`, below the console. */
  readonly path: string | undefined;
}

interface Partition {
  /** Of its regions. */
  readonly prefix: string;
  readonly signIn: (region: string) => string;
  readonly console: string;
}

/** AWS: IAM user guide, "Enable custom identity broker access to the AWS console", and the same of each partition. */
const partitions: readonly Partition[] = [
  { prefix: "cn-", signIn: () => "signin.amazonaws.cn", console: "console.amazonaws.cn" },
  {
    prefix: "us-gov-",
    signIn: () => "signin.amazonaws-us-gov.com",
    console: "console.amazonaws-us-gov.com",
  },
  {
    prefix: "eusc-",
    signIn: (region) => `${region}.signin.amazonaws-eusc.eu`,
    console: "console.amazonaws-eusc.eu",
  },
  { prefix: "", signIn: () => "signin.aws.amazon.com", console: "console.aws.amazon.com" },
];

/**
 * The flag, then the authority that the profile names, then AWS's endpoint of the region's partition.
 * @throws TegataError `EndpointInvalid`, `FederationInsecure`, `RegionInvalid`.
 */
export function signInPlace({ region, endpoint, federationEndpoint, path }: PlaceQuestion): SignInPlace {
  const named = federationEndpoint ?? (isAwsEndpoint(endpoint) ? undefined : endpoint);
  if (named !== undefined && !isAwsEndpoint(named)) {
    const federation = demandUrl(federationEndpoint ?? new URL("/federation", demandUrl(named)).href);
    return { federation, destination: below(new URL(federation.origin), path ?? "console") };
  }
  // SECURITY: the region becomes part of a host's name.
  if (region !== undefined && !/^[a-z0-9-]+$/.test(region))
    throw new TegataError("RegionInvalid", `"${region}" is no region`, { hint: "--region eu-west-1" });
  const partition = partitions.find(({ prefix }) => (region ?? "").startsWith(prefix));
  if (partition === undefined) throw new Error("the last partition takes every region");
  const federation = demandUrl(federationEndpoint ?? `https://${partition.signIn(region ?? "")}/federation`);
  return { federation, destination: awsDestination(partition, region, path) };
}

/** AWS Vault: with a region its own console, told by host and by parameter. */
function awsDestination({ console }: Partition, region: string | undefined, path: string | undefined): URL {
  if (region === undefined) return below(new URL(`https://${console}/`), path ?? "");
  const url = below(new URL(`https://${region}.${console}/`), path ?? "console/home");
  if (!url.searchParams.has("region")) url.searchParams.set("region", region);
  return url;
}

/** A path, with its query and its fragment, and never another host. */
function below(origin: URL, path: string): URL {
  return new URL(`/${path.replace(/^[/\\]+/, "")}`, origin);
}

/** SECURITY: the secret key itself is sent there, so that nobody on the way may read it. */
function demandUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new TegataError("EndpointInvalid", `the endpoint "${text}" is no http or https URL`, {
      hint: "--federation-endpoint https://HOST/federation",
    });
  if (url.protocol === "http:" && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname))
    throw new TegataError(
      "FederationInsecure",
      `credentials are sent to "${url.host}" to sign in, and without TLS others could read them`,
      { hint: `--federation-endpoint https://${url.host}/federation` },
    );
  return url;
}
