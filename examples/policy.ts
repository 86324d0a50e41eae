/**
 * The policy engine alone: `node examples/policy.ts` in a clone; in a project that installed tegata the first import is
 * from "tegata/policy". docs/policy/library.md shows the same program and what it prints.
 */
import {
  compilePolicy,
  describeDenial,
  describeExplanation,
  evaluate,
  explain,
  parsePolicy,
  parsePrincipal,
  principalContext,
} from "../src/policy/index.ts";

const text = `{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "OwnReports",
    "Effect": "Allow",
    "Action": "s3:Get*",
    "Resource": "arn:aws:s3:::reports/\${aws:username}/*",
    "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
  }
}`;

// Read once: the document with places, and what AWS would say is wrong with it.
const parsed = parsePolicy(text, "identity");
console.log("problems:", parsed.problems.length);
const [problem] = parsePolicy(text.replace("s3:Get*", "s3-Get*"), "identity").problems;
console.log(`line ${problem?.position.line}, column ${problem?.position.column}: ${problem?.message}`);

// Compile once, ask as often as you like.
const policy = compilePolicy(parsed, "identity", "arn:aws:iam::123456789012:policy/OwnReports");
const boundary = compilePolicy(
  '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }',
  "boundary",
);

// Who asks: here from an ARN, with the keys that follow from it.
const principal = parsePrincipal("arn:aws:iam::123456789012:user/ann");
if (principal === undefined) throw new Error("no principal");
const keys = principalContext(principal);

for (const mfa of ["true", "false"]) {
  const request = {
    principal,
    action: "s3:GetObject",
    resource: "arn:aws:s3:::reports/ann/may.csv",
    // Anything with a get() that knows keys by their lower-case name.
    context: new Map([...keys, ["aws:multifactorauthpresent", mfa]]),
    layers: { identity: [policy], boundary },
  };
  const decision = evaluate(request);
  console.log(`\nMFA ${mfa}: ${decision.outcome}`);
  if (decision.allowed) continue;

  // AWS's sentence for the caller, the whole story for the operator.
  const { action, resource } = request;
  const callerArn = "arn:aws:iam::123456789012:user/ann";
  const { crossAccount } = decision;
  console.log(describeDenial(decision, { callerArn, action, resource, crossAccount }));
  console.log(describeExplanation(explain(request)));
}
