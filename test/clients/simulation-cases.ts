// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** Who may do what, what a simulation must say of it, and the call that shows whether it is true. */

/** What ann's own and her group's policies say; `cap` is the boundary of ben and of the role `job`. */
export const documents = {
  own: [
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::home/${aws:username}/*" },
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::home",
      Condition: { StringLike: { "s3:prefix": "ann/*" } },
    },
    {
      Effect: "Allow",
      Action: "iam:GetUser",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } },
    },
    {
      Effect: "Allow",
      Action: "iam:ListRoles",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    },
    {
      Effect: "Allow",
      Action: "iam:ListGroups",
      Resource: "*",
      Condition: { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } },
    },
  ],
  group: [
    {
      Effect: "Allow",
      Action: ["iam:List*", "iam:CreateUser"],
      Resource: "*",
      Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
    },
    { Effect: "Deny", Action: "iam:CreateUser", Resource: "*" },
    {
      Effect: "Deny",
      Action: "iam:ListRoles",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    },
  ],
  all: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  cap: [{ Effect: "Allow", Action: ["iam:ListUsers", "s3:*"], Resource: "*" }],
} as const;
export const textOf = (name: keyof typeof documents) =>
  JSON.stringify({ Version: "2012-10-17", Statement: documents[name] });

export interface Case {
  readonly title: string;
  readonly who: "ann" | "ben" | "job";
  readonly action: string;
  readonly resource: string;
  /** Facts of the real call, as `name=type=value`. */
  readonly context?: readonly string[];
  readonly decision: "allowed" | "implicitDeny" | "explicitDeny";
  /** The real call. */
  readonly call: readonly string[];
}

export const cases: readonly Case[] = [
  {
    title: "an object of one's own",
    who: "ann",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::home/ann/notes",
    context: ["aws:username=string=ann"],
    decision: "allowed",
    call: ["s3api", "get-object", "--bucket", "home", "--key", "ann/notes", "/dev/null"],
  },
  {
    title: "an object of somebody else",
    who: "ann",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::home/ben/notes",
    context: ["aws:username=string=ann"],
    decision: "implicitDeny",
    call: ["s3api", "get-object", "--bucket", "home", "--key", "ben/notes", "/dev/null"],
  },
  {
    title: "a listing of one's own folder",
    who: "ann",
    action: "s3:ListBucket",
    resource: "arn:aws:s3:::home",
    context: ["s3:prefix=string=ann/"],
    decision: "allowed",
    call: ["s3api", "list-objects-v2", "--bucket", "home", "--prefix", "ann/"],
  },
  {
    title: "a listing of the whole bucket",
    who: "ann",
    action: "s3:ListBucket",
    resource: "arn:aws:s3:::home",
    decision: "implicitDeny",
    call: ["s3api", "list-objects-v2", "--bucket", "home"],
  },
  {
    title: "a call from an address that is allowed",
    who: "ann",
    action: "iam:GetUser",
    resource: "arn:aws:iam::ACCOUNT:user/ann",
    context: ["aws:SourceIp=ip=127.0.0.1"],
    decision: "allowed",
    call: ["iam", "get-user", "--user-name", "ann"],
  },
  {
    title: "a key without MFA, allowed by the group",
    who: "ann",
    action: "iam:ListUsers",
    resource: "arn:aws:iam::ACCOUNT:user/",
    context: ["aws:SecureTransport=boolean=false"],
    decision: "allowed",
    call: ["iam", "list-users"],
  },
  {
    title: "a condition that denies long-lived keys",
    who: "ann",
    action: "iam:ListRoles",
    resource: "arn:aws:iam::ACCOUNT:role/",
    decision: "explicitDeny",
    call: ["iam", "list-roles"],
  },
  {
    title: "an explicit deny of the group",
    who: "ann",
    action: "iam:CreateUser",
    resource: "arn:aws:iam::ACCOUNT:user/eve",
    decision: "explicitDeny",
    call: ["iam", "create-user", "--user-name", "eve"],
  },
  {
    title: "within a user's boundary",
    who: "ben",
    action: "iam:ListUsers",
    resource: "arn:aws:iam::ACCOUNT:user/",
    decision: "allowed",
    call: ["iam", "list-users"],
  },
  {
    title: "beyond a user's boundary",
    who: "ben",
    action: "iam:ListGroups",
    resource: "arn:aws:iam::ACCOUNT:group/",
    decision: "implicitDeny",
    call: ["iam", "list-groups"],
  },
  {
    title: "a role's session within its boundary",
    who: "job",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::home/ben/notes",
    decision: "allowed",
    call: ["s3api", "get-object", "--bucket", "home", "--key", "ben/notes", "/dev/null"],
  },
  {
    title: "a role's session beyond its boundary",
    who: "job",
    action: "iam:ListRoles",
    resource: "arn:aws:iam::ACCOUNT:role/",
    decision: "implicitDeny",
    call: ["iam", "list-roles"],
  },
];
