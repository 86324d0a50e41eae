/** What may stand in a seed file: AWS's own names for everything, one table for each kind of thing. */
import { integer, list, named, type Parse, policyDocument, secret, structure, text } from "./members.ts";

const tags = list(structure({ Key: text, Value: text }, {}));

/** What users, groups and roles have in common: policies hang on them. */
const policies = { AttachedPolicyArns: list(text), InlinePolicies: named(policyDocument) };

const policy = structure(
  { PolicyName: text, PolicyDocument: policyDocument },
  { Path: text, Description: text, Tags: tags },
);

const group = structure({ GroupName: text }, { Path: text, ...policies });

const accessKey = structure({ AccessKeyId: text, SecretAccessKey: secret }, {});
const virtualMfaDevice = structure({ VirtualMFADeviceName: text, Base32StringSeed: secret }, {});

const user = structure(
  { UserName: text },
  {
    Path: text,
    Tags: tags,
    PermissionsBoundary: text,
    AccessKeys: list(accessKey),
    VirtualMFADevices: list(virtualMfaDevice),
    Password: secret,
    Groups: list(text),
    ...policies,
  },
);

const role = structure(
  { RoleName: text, AssumeRolePolicyDocument: policyDocument },
  {
    Path: text,
    MaxSessionDuration: integer,
    Description: text,
    Tags: tags,
    PermissionsBoundary: text,
    ...policies,
  },
);

const account = structure({ AccountId: text }, { AccountName: text, AdminAccessKey: accessKey });

const organizationPolicy = structure(
  { PolicyName: text, Type: text, Content: policyDocument },
  { Description: text },
);
const unitOfAccount = structure({ AccountId: text, Unit: text }, {});
const organizationTarget = structure({ Target: text }, { Attach: list(text), Detach: list(text) });
const organization = structure(
  {},
  { Policies: list(organizationPolicy), Units: list(unitOfAccount), Targets: list(organizationTarget) },
);

/** In the order in which they are applied: what is named comes before what names it. */
export const parseSeed = structure(
  {},
  {
    Policies: list(policy),
    Groups: list(group),
    Users: list(user),
    Roles: list(role),
    Buckets: list(text),
    Accounts: list(account),
    Organization: organization,
  },
);

type Parsed<P> = P extends Parse<infer T> ? T : never;

export type Seed = Parsed<typeof parseSeed>;
export type PolicySeed = Parsed<typeof policy>;
export type GroupSeed = Parsed<typeof group>;
export type UserSeed = Parsed<typeof user>;
export type RoleSeed = Parsed<typeof role>;
export type AccessKeySeed = Parsed<typeof accessKey>;
export type VirtualMfaDeviceSeed = Parsed<typeof virtualMfaDevice>;
export type AccountSeed = Parsed<typeof account>;
export type OrganizationPolicySeed = Parsed<typeof organizationPolicy>;
export type UnitSeed = Parsed<typeof unitOfAccount>;
export type OrganizationTargetSeed = Parsed<typeof organizationTarget>;
export type TagSeed = Parsed<typeof tags>[number];
/** The members that `policies` gives to users, groups and roles. */
export type HungPolicies = Pick<UserSeed, "AttachedPolicyArns" | "InlinePolicies">;
