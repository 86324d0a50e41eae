/** Device authorization: a code to type on any machine with a browser. RFC 8628. */
import { TegataError } from "../../base/index.ts";
import type { Registration, SsoToken } from "./kept.ts";
import { signInTimedOut } from "./loopback.ts";
import { callOidc, createToken, incomplete, register, type SignIn } from "./oidc.ts";

const grantType = "urn:ietf:params:oauth:grant-type:device_code";
/** RFC 8628: the pace when none is said, and what "slow down" adds to it. */
const defaultIntervalSeconds = 5;
const slowDownSeconds = 5;

/** @throws TegataError `SignInTimedOut`, or with AWS's code: `AccessDeniedException`, `ExpiredTokenException` … */
export async function signInByDevice(signIn: SignIn): Promise<SsoToken> {
  const { context, portal } = signIn;
  const registration = await register(signIn, "device");
  const device = await start(signIn, registration);
  context.onNote(`waiting for sign-in to ${portal.startUrl} with code ${device.userCode}`);
  await context.sso.showDeviceCode(device);
  return poll(signIn, registration, device);
}

async function start(signIn: SignIn, registration: Registration) {
  const { StartDeviceAuthorizationCommand } = await import("@aws-sdk/client-sso-oidc");
  const clientSecret = registration.clientSecret.reveal();
  const command = new StartDeviceAuthorizationCommand({
    clientId: registration.clientId,
    clientSecret,
    startUrl: signIn.portal.startUrl,
  });
  const answer = await callOidc(signIn, "StartDeviceAuthorization", [clientSecret], (client) =>
    client.send(command),
  );
  const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, interval } = answer;
  if (!deviceCode || !userCode || !verificationUri) throw incomplete("StartDeviceAuthorization", signIn);
  return {
    deviceCode,
    userCode,
    verificationUri,
    verificationUriComplete: verificationUriComplete ?? verificationUri,
    expiresInSeconds: expiresIn ?? 600,
    intervalSeconds: interval ?? defaultIntervalSeconds,
  };
}

type Device = Awaited<ReturnType<typeof start>>;

async function poll(signIn: SignIn, registration: Registration, device: Device): Promise<SsoToken> {
  const { machine, sleep = wait } = signIn.context;
  const endsAt = machine.clock.now() + device.expiresInSeconds * 1000;
  let intervalSeconds = device.intervalSeconds;
  while (machine.clock.now() < endsAt) {
    await sleep(intervalSeconds * 1000);
    try {
      return await createToken(signIn, registration, { grantType, deviceCode: device.deviceCode });
    } catch (error) {
      const code = error instanceof TegataError ? error.code : undefined;
      if (code === "SlowDownException") intervalSeconds += slowDownSeconds;
      else if (code !== "AuthorizationPendingException") throw error;
    }
  }
  throw signInTimedOut();
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
