/** Signed requests as bytes, each different from every other: another credential, another second, another id. */
import { type HeaderLine, type SigningCredentials, signRequest } from "../src/sigv4/index.ts";

export interface Workload {
  /** `Action` and its parameters, without the version. */
  readonly form: string;
  readonly credentials: readonly SigningCredentials[];
}

/** Signing times reach this far back, well within the five minutes that a signature lives. */
const spreadSeconds = 60;
let made = 0;

/** `count` requests to STS at `host`, signed about now. Each call makes new ones. */
export function makeRequests(host: string, workload: Workload, count: number): Buffer[] {
  const body = `${workload.form}&Version=2011-06-15`;
  const now = Math.floor(Date.now() / 1000);
  const requests: Buffer[] = [];
  for (let at = 0; at < count; at += 1) {
    const credentials = workload.credentials[at % workload.credentials.length];
    if (credentials === undefined) throw new RangeError("a workload wants credentials");
    const time = (now - (Math.floor(at / workload.credentials.length) % spreadSeconds)) * 1000;
    requests.push(makeRequest(host, body, credentials, time));
  }
  return requests;
}

function makeRequest(host: string, body: string, credentials: SigningCredentials, time: number): Buffer {
  made += 1;
  const headers: HeaderLine[] = [
    ["Host", host],
    ["Accept-Encoding", "identity"],
    ["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"],
    ["User-Agent", "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.11.7"],
    ["amz-sdk-invocation-id", `00000000-0000-4000-8000-${made.toString(16).padStart(12, "0")}`],
    ["Content-Length", `${body.length}`],
  ];
  const signed = signRequest(
    { method: "POST", target: "/", headers, body },
    { credentials, region: "us-east-1", service: "sts", time },
  );
  const lines = signed.headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`POST / HTTP/1.1\r\n${lines}\r\n${body}`);
}

/** Each request after its length as four bytes: what `load.ts` reads. */
export function packRequests(requests: readonly Buffer[]): Buffer {
  return Buffer.concat(
    requests.flatMap((request) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(request.length);
      return [length, request];
    }),
  );
}
