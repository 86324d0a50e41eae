/** The `index`th request of a run. Start reading at `generate`. */
import type { HeaderLine } from "../../src/sigv4/index.ts";
import { draftQuery } from "./query-requests.ts";
import { type FuzzRequest, type RawRequest, sign } from "./request.ts";
import { Rng } from "./rng.ts";
import { asciiTarget, draftS3 } from "./s3-requests.ts";
import { hostileText, mutateText } from "./texts.ts";
import type { FuzzCredentials, World } from "./world.ts";

export function generate(seed: number, index: number, world: World): FuzzRequest {
  const rng = Rng.forRequest(seed, index);
  const dice = rng.below(100);
  if (dice < 58) return signedQuery(rng, world);
  if (dice < 74) return signedS3(rng, world);
  if (dice < 78) return operatorCall(rng, world);
  if (dice < 82) return signIn(rng, world);
  if (dice < 94) return spoiltSignature(rng, world);
  return unsigned(rng, world);
}

function signedQuery(rng: Rng, world: World): FuzzRequest {
  const damage = rng.chance(0.2) ? 0 : rng.between(1, 3);
  const { service, operation, request } = draftQuery(rng, world, damage);
  const damaged = damage > 0 && rng.chance(0.15) ? damageHeaders(rng, request) : request;
  const plan = {
    credentials: someCredentials(rng, world),
    service,
    region: "us-east-1",
    presigned: rng.chance(0.05),
  };
  return { ...sign(damaged, plan), title: `${service}:${operation}`, mutatedThenSigned: damage > 0 };
}

function signedS3(rng: Rng, world: World): FuzzRequest {
  const damage = rng.chance(0.3) ? 0 : rng.between(1, 3);
  const request = draftS3(rng, world, damage);
  const plan = {
    credentials: someCredentials(rng, world),
    service: "s3",
    region: "us-east-1",
    presigned: rng.chance(0.1),
  };
  return { ...sign(request, plan), title: `s3:${request.method}`, mutatedThenSigned: damage > 0 };
}

function operatorCall(rng: Rng, world: World): FuzzRequest {
  const name = rng.pick(["ListAccounts", "RegisterHardwareMFADevice", "CreateAccount", "Nope"]);
  const input =
    name === "CreateAccount"
      ? { Name: hostileText(rng) }
      : { UserName: "user-1", SerialNumber: "GAHT12345678", Seed: "AAAA" };
  const json = JSON.stringify(rng.chance(0.3) ? hostileText(rng) : input);
  const request: RawRequest = {
    method: "POST",
    target: "/",
    headers: [
      ["host", world.host],
      ["x-amz-target", rng.chance(0.9) ? `Tegata.${name}` : "Nope"],
      ["content-type", "application/x-amz-json-1.1"],
    ],
    body: Buffer.from(rng.chance(0.5) ? mutateText(rng, json) : json),
  };
  const plan = {
    credentials: someCredentials(rng, world),
    service: "tegata",
    region: "us-east-1",
    presigned: false,
  };
  return { ...sign(request, plan), title: `tegata:${name}`, mutatedThenSigned: true };
}

function signIn(rng: Rng, world: World): FuzzRequest {
  const { accessKeyId, secretAccessKey, sessionToken } = someCredentials(rng, world);
  const session = JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
  const parameters = new URLSearchParams([
    ["Action", rng.chance(0.7) ? "getSigninToken" : rng.pick(["login", "logout", ""])],
    ["Session", rng.chance(0.4) ? session : mutateText(rng, session)],
    ...(rng.chance(0.3) ? [["SessionDuration", rng.pick(["900", "43200", "-1", "x"])]] : []),
    ...(rng.chance(0.3)
      ? [["Destination", rng.pick(["https://evil.example/", "/console", "javascript:alert(1)"])]]
      : []),
    ...(rng.chance(0.3) ? [["SigninToken", hostileText(rng)]] : []),
  ] as [string, string][]).toString();
  const query = rng.chance(0.2) ? asciiTarget(mutateText(rng, parameters)).slice(1) : parameters;
  const isGet = rng.chance(0.7) && query.length < 12_000;
  return {
    method: isGet ? "GET" : "POST",
    target: isGet ? `/federation?${query}` : "/federation",
    headers: [
      ["host", world.host],
      ...(isGet ? [] : [["content-type", "application/x-www-form-urlencoded"] as const]),
    ],
    body: isGet ? new Uint8Array() : Buffer.from(query),
    title: "federation",
    mutatedThenSigned: false,
  };
}

/** Signed well, spoilt afterwards. */
function spoiltSignature(rng: Rng, world: World): FuzzRequest {
  const good = rng.chance(0.6) ? signedQuery(rng, world) : signedS3(rng, world);
  const headers = good.headers.map(([name, value]): HeaderLine => {
    const isAuthentication = /^(?:authorization|x-amz-(?:date|security-token|content-sha256))$/i.test(name);
    return isAuthentication && rng.chance(0.5) ? [name, headerText(mutateText(rng, value))] : [name, value];
  });
  if (rng.chance(0.2)) headers.splice(rng.below(headers.length), 1);
  if (headers.length > 0 && rng.chance(0.1)) headers.push(rng.pick(headers));
  const target = rng.chance(0.2) ? asciiTarget(mutateText(rng, good.target)) : good.target;
  const body = rng.chance(0.2)
    ? Buffer.from(mutateText(rng, Buffer.from(good.body).toString("latin1")))
    : good.body;
  return { ...good, headers, target, body, title: `spoilt ${good.title}`, mutatedThenSigned: false };
}

function unsigned(rng: Rng, world: World): FuzzRequest {
  const method = rng.pick(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "PROPFIND"]);
  const path = rng.pick([
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/console",
    "/console/x",
    "/_tegata/clock",
    "/federation",
    "/bucket-1/a",
    "//",
    "/?Action=ListUsers",
    `/${hostileText(rng)}`,
  ]);
  const headers: HeaderLine[] = [["host", rng.chance(0.8) ? world.host : headerText(hostileText(rng))]];
  if (rng.chance(0.3))
    headers.push([
      "authorization",
      headerText(rng.pick(["Basic eDp5", "AWS x:y", "AWS4-HMAC-SHA256", "Bearer x", hostileText(rng)])),
    ]);
  if (rng.chance(0.3))
    headers.push([
      "content-type",
      rng.pick(["application/x-www-form-urlencoded", "text/xml", "multipart/form-data"]),
    ]);
  if (rng.chance(0.1))
    headers.push(["origin", "https://evil.example"], ["access-control-request-method", "PUT"]);
  const body = rng.chance(0.5)
    ? new Uint8Array()
    : Buffer.from(rng.pick(["Action=GetCallerIdentity&Version=2011-06-15", hostileText(rng)]));
  return {
    method,
    target: asciiTarget(path),
    headers,
    body,
    title: `unsigned ${method}`,
    mutatedThenSigned: false,
  };
}

function damageHeaders(rng: Rng, request: RawRequest): RawRequest {
  const extra: HeaderLine[] = [
    ["x-amz-meta-odd", headerText(hostileText(rng))],
    ["x-amz-content-sha256", rng.pick(["UNSIGNED-PAYLOAD", "x", ""])],
    ["referer", headerText(hostileText(rng))],
    ["x-forwarded-for", "10.0.0.1"],
    ["transfer-encoding", "identity"],
    ["content-md5", "x"],
  ];
  const many: HeaderLine[] = Array.from({ length: rng.between(1, 60) }, (_, index) => [`x-h${index}`, "v"]);
  return { ...request, headers: [...request.headers, ...(rng.chance(0.8) ? [rng.pick(extra)] : many)] };
}

/** What HTTP lets a header's value be: visible ASCII and blanks inside. */
function headerText(text: string): string {
  return text
    .slice(0, 3_000)
    .replace(/[^\x20-\x7e]/g, "?")
    .trim();
}

function someCredentials(rng: Rng, world: World): FuzzCredentials {
  return rng.chance(0.75) ? world.credentials[0] : rng.pick(world.credentials);
}
