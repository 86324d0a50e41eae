/**
 * sign-in: a link that opens the console as a profile's identity, by the federation endpoint of AWS or of an authority.
 * May import: base, plan, profiles, services, key-user, mfa-devices, vault.ts. Start reading at `sign-in-link.ts`, then
 * `places.ts`.
 */
export { type SignInLink, type SignInLinkOptions, signInLink } from "./sign-in-link.ts";
