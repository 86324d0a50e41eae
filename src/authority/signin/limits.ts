/** AWS: IAM user guide, "Enabling custom identity broker access to the AWS console". */
export const signinLimits = {
  minSessionDurationSeconds: 900,
  maxSessionDurationSeconds: 43_200,
  /** How long a sign-in token can be used, once. */
  signinTokenSeconds: 900,
  /** A session token has at most 4,096 characters; escaped in a form it can be three times as long. */
  maxBodyBytes: 32_768,
  maxParameters: 16,
  maxSessionCharacters: 8_192,
  maxSigninTokenCharacters: 2_048,
  maxDestinationCharacters: 2_048,
} as const;
