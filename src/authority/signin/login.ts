import { signinErrors } from "../../wire/index.ts";
import type { Parameters } from "../../wire/query/parameters.ts";
import type { WireResponse } from "../../wire/request.ts";
import type { Services } from "../call.ts";
import { type AllowedPlaces, parseDestination } from "./destination.ts";
import { findIdentity } from "./identity.ts";
import { signedInPage } from "./page.ts";
import { redeemSigninToken } from "./signin-token.ts";

/** Uses a sign-in token up and shows whose it was. A link with a bad destination leaves its token unused. */
export async function login(
  parameters: Parameters,
  places: AllowedPlaces,
  services: Services,
  now: number,
): Promise<WireResponse> {
  const destination = parseDestination(parameters.get("Destination"), places);
  const session = await redeemSigninToken(parameters.get("SigninToken") ?? "", services, now);
  if (session === undefined) throw signinErrors.invalidSigninToken();
  const identity = await findIdentity(services.store.read, session);
  if (identity === undefined) throw signinErrors.invalidSigninToken().because("the user or role is gone");
  if (session.endsAt <= now)
    throw signinErrors.invalidSigninToken().because("the session ended before the token was used");
  return signedInPage(identity, session.endsAt, destination, parameters.get("Issuer"));
}
