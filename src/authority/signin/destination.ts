/**
 * Where a login link says it leads. The page shows it and, where it may, links to it; nothing redirects by itself.
 * SECURITY: a login link that leads anywhere would lend our name to somebody else's page.
 */
import { signinErrors } from "../../wire/index.ts";
import { signinLimits } from "./limits.ts";

export interface Destination {
  readonly url: string;
  /** Whether the page may link to it: our own origin and the operator's allow-list; AWS's console is only shown. */
  readonly linked: boolean;
}

export interface AllowedPlaces {
  /** The Host of the request. */
  readonly ownHost: string | undefined;
  /** `https://console.example.org` */
  readonly allowedOrigins: readonly string[];
}

/** Throws a signinErrors refusal for a place that is neither allowed nor AWS's console. */
export function parseDestination(
  text: string | undefined,
  { ownHost, allowedOrigins }: AllowedPlaces,
): Destination {
  if (text === undefined || text === "") throw signinErrors.missingDestination();
  if (text.length > signinLimits.maxDestinationCharacters) throw signinErrors.destinationNotAllowed();
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "") throw signinErrors.destinationNotAllowed();
  if (url.protocol !== "https:" && url.protocol !== "http:") throw signinErrors.destinationNotAllowed();
  if (url.host === ownHost?.toLowerCase() || allowedOrigins.includes(url.origin))
    return { url: url.href, linked: true };
  if (isAwsConsole(url)) return { url: url.href, linked: false };
  throw signinErrors.destinationNotAllowed();
}

const consoleHosts = [
  "console.aws.amazon.com",
  "console.amazonaws.cn",
  "console.amazonaws-us-gov.com",
  "console.amazonaws-eusc.eu",
] as const;

/** Programs made for AWS put its console here. */
function isAwsConsole(url: URL): boolean {
  return (
    url.protocol === "https:" &&
    consoleHosts.some((host) => url.host === host || url.host.endsWith(`.${host}`))
  );
}
