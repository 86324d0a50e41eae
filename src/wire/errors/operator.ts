/** Refusals of the operator's own service (`tegata`). It is ours, so the sentences are too; codes are those AWS uses. */
import { entry } from "./entry.ts";

export const operatorErrors = {
  /** The body is not what the operation wants; the text names the member. */
  invalidInput: entry("ValidationException", 400, (problem: string) => problem),
  unknownOperation: entry(
    "UnknownOperationException",
    400,
    "X-Amz-Target must name an operation of this service: Tegata.ListAccounts and its like.",
  ),
  notManagementAccount: entry(
    "AccessDeniedException",
    403,
    (arn: string, action: string) =>
      `User: ${arn} is not authorized to perform: ${action} because only principals of the management account may`,
  ),
  decisionNotFound: entry(
    "DecisionNotFoundException",
    404,
    (requestId: string) => `No refusal with the request id ${requestId} is remembered for this account.`,
  ),
  accountExists: entry(
    "AccountAlreadyExistsException",
    409,
    (accountId: string) => `Account ${accountId} already exists.`,
  ),
  accountNotFound: entry(
    "AccountNotFoundException",
    404,
    (accountId: string) => `Account ${accountId} does not exist.`,
  ),
  /** AWS: Organizations API reference, AttachPolicy, CreatePolicy and their like; where AWS gives no sentence it is ours. */
  malformedPolicy: entry(
    "MalformedPolicyDocumentException",
    400,
    (sentence: string, detail: string) => `${sentence} ${detail}`,
  ),
  policyTooLong: entry(
    "ConstraintViolationException",
    409,
    (most: number) => `You have exceeded the maximum size of a policy: ${most} characters.`,
  ),
  policyTypeNeeded: entry(
    "InvalidInputException",
    400,
    "Type must be SERVICE_CONTROL_POLICY or RESOURCE_CONTROL_POLICY for a policy that does not exist yet.",
  ),
  policyTypeFixed: entry(
    "InvalidInputException",
    400,
    (name: string) => `The policy ${name} exists with another type, which cannot be changed.`,
  ),
  awsPolicyIsFixed: entry(
    "ConstraintViolationException",
    409,
    (name: string) => `The policy ${name} is managed by AWS and cannot be changed or deleted.`,
  ),
  rcpDefaultStays: entry("ConstraintViolationException", 409, "RCPFullAWSAccess cannot be detached."),
  policyNotFound: entry(
    "PolicyNotFoundException",
    404,
    (name: string) => `We can't find a policy with the name ${name}.`,
  ),
  policyInUse: entry(
    "PolicyInUseException",
    409,
    (name: string) =>
      `The policy ${name} is attached to one or more entities. Detach it from all of them first.`,
  ),
  policyAttachedAlready: entry(
    "DuplicatePolicyAttachmentException",
    409,
    "A policy with the same name is already attached to the specified target.",
  ),
  policyNotAttached: entry(
    "PolicyNotAttachedException",
    409,
    "The policy isn't attached to the specified target.",
  ),
  lastAttached: entry(
    "ConstraintViolationException",
    409,
    "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.",
  ),
  tooManyAttached: entry(
    "ConstraintViolationException",
    409,
    "You have attached the maximum number of policies to the specified target.",
  ),
  tooManyPolicies: entry(
    "ConstraintViolationException",
    409,
    (most: number) =>
      `You have reached the maximum number of policies of this type in an organization: ${most}.`,
  ),
  targetNotFound: entry(
    "TargetNotFoundException",
    404,
    (target: string) => `We can't find an account or organizational unit ${target}.`,
  ),
  notAUnit: entry(
    "InvalidInputException",
    400,
    "Unit must be / or a path such as /Production/Payments, at most 5 names deep.",
  ),
  tooManyAccounts: entry(
    "LimitExceededException",
    409,
    (most: number) => `Cannot exceed quota for Accounts: ${most}`,
  ),
} as const;
