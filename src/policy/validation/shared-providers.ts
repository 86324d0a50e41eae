/**
 * OIDC providers that give tokens to anybody, and the claim that tells tenants apart.
 * AWS: IAM user guide, "Identity-provider controls for shared OIDC providers".
 */
export const sharedProviders: ReadonlyMap<string, "sub" | "aud"> = new Map([
  ["token.actions.githubusercontent.com", "sub"],
  ["gitlab.com", "sub"],
  ["app.terraform.io", "sub"],
  ["agent.buildkite.com", "sub"],
  ["oidc.codefresh.io", "sub"],
  ["api.pulumi.com/oidc", "aud"],
  ["oidc.vercel.com", "aud"],
]);
