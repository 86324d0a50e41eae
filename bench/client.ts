/** The few IAM and STS calls that prepare a run. */
import { type SigningCredentials, signRequest } from "../src/sigv4/index.ts";

const versions = { iam: "2010-05-08", sts: "2011-06-15" };

/** The body of the answer. Throws when the service refuses. */
export async function call(
  endpoint: string,
  service: keyof typeof versions,
  credentials: SigningCredentials,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const body = new URLSearchParams({ ...parameters, Version: versions[service] }).toString();
  const { headers } = signRequest(
    {
      method: "POST",
      target: "/",
      headers: [
        ["host", new URL(endpoint).host],
        ["content-type", "application/x-www-form-urlencoded"],
      ],
      body,
    },
    { credentials, region: "us-east-1", service, time: Date.now() },
  );
  const response = await fetch(endpoint, {
    method: "POST",
    headers: Object.fromEntries(headers.filter(([name]) => name !== "host")),
    body,
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${parameters.Action} was refused: ${answer}`);
  return answer;
}

/** The credentials in an answer of IAM or STS. */
export function readCredentials(answer: string): SigningCredentials {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer)?.[1];
  return {
    accessKeyId: element("AccessKeyId") ?? "",
    secretAccessKey: element("SecretAccessKey") ?? "",
    sessionToken: element("SessionToken"),
  };
}
