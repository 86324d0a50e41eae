/** AWS: Organizations user guide, "List of AWS services that support RCPs"; such a policy reaches no others, not IAM. */
const rcpServices: ReadonlySet<string> = new Set([
  "aoss",
  "cognito-identity",
  "cognito-idp",
  "dynamodb",
  "ecr",
  "kms",
  "logs",
  "s3",
  "secretsmanager",
  "sqs",
  "sts",
]);

/** Whether resource control policies have a say about an action: `s3:GetObject`. */
export function takesRcps(action: string): boolean {
  return rcpServices.has(action.slice(0, action.indexOf(":")).toLowerCase());
}
