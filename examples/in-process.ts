/**
 * An authority inside your own test process: no port of its own, no files. `node examples/in-process.ts` in a clone;
 * in a project that installed tegata the first import is `from "tegata"`.
 */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createAuthority, listen } from "../src/index.ts";

const authority = await createAuthority({ accountId: "123456789012" });
// The AWS SDK speaks HTTP, so the authority gets a free port on loopback.
const server = await listen({ host: "127.0.0.1", port: 0, handle: authority.handle, onFault: console.error });
try {
  const key = authority.adminKey;
  if (key === undefined) throw new Error("a store in memory is always founded anew");
  const sts = new STSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: "us-east-1",
    credentials: { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey.reveal() },
  });
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  console.log(identity.Arn);
  const refused = await sts
    .send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::123456789012:role/nobody-made-it",
        RoleSessionName: "me",
      }),
    )
    .catch((error: Error) => error);
  console.log(`${(refused as Error).name}: ${(refused as Error).message}`);
} finally {
  await server.close();
  await authority.close();
}
