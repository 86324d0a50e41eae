/** Values for the members of any operation's input: mostly ones that AWS would take. */
import type { ServiceModel, StringShape } from "../../src/wire/models/model.ts";
import { policyText } from "./policies.ts";
import type { Rng } from "./rng.ts";
import { hostileText } from "./texts.ts";
import { names, type World } from "./world.ts";

/** `[name, value]` pairs of one structure's members. */
export function structurePairs(
  rng: Rng,
  world: World,
  model: ServiceModel,
  shapeName: string,
  path: string,
): [string, string][] {
  const shape = model.shapes[shapeName];
  if (shape?.type !== "structure") return [];
  return Object.entries(shape.members).flatMap(([member, target]) => {
    const wanted = shape.required?.includes(member) === true ? 0.97 : 0.3;
    return rng.chance(wanted) ? memberPairs(rng, world, model, target, member, path + member) : [];
  });
}

function memberPairs(
  rng: Rng,
  world: World,
  model: ServiceModel,
  shapeName: string,
  member: string,
  path: string,
): [string, string][] {
  if (rng.chance(0.04)) return [[path, hostileText(rng)]];
  const shape = model.shapes[shapeName];
  switch (shape?.type) {
    case "structure":
      return structurePairs(rng, world, model, shapeName, `${path}.`);
    case "list": {
      const count = rng.chance(0.97) ? rng.between(0, 3) : rng.between(40, 120);
      if (count === 0) return [[path, ""]];
      return Array.from({ length: count }, (_, index) =>
        memberPairs(rng, world, model, shape.member, member, `${path}.member.${index + 1}`),
      ).flat();
    }
    case "integer":
      return [
        [path, String(rng.between(shape.min ?? 0, Math.min(shape.max ?? 2_000, (shape.min ?? 0) + 5_000)))],
      ];
    case "boolean":
      return [[path, rng.pick(["true", "false"])]];
    case "string":
      return [[path, stringValue(rng, world, shape, member)]];
    default:
      return [[path, "2026-11-21T03:04:05Z"]];
  }
}

function stringValue(rng: Rng, world: World, shape: StringShape, member: string): string {
  if (shape.enum !== undefined) return rng.pick(shape.enum);
  const known = knownMembers[member];
  return known === undefined ? shapedText(rng, shape) : known(rng, world);
}

type Maker = (rng: Rng, world: World) => string;

const knownMembers: Readonly<Record<string, Maker>> = {
  UserName: (rng) => rng.pick(names.users),
  NewUserName: (rng) => rng.pick(names.users),
  GroupName: (rng) => rng.pick(names.groups),
  NewGroupName: (rng) => rng.pick(names.groups),
  RoleName: (rng) => rng.pick(names.roles),
  PolicyName: (rng) => rng.pick(names.policies),
  InstanceProfileName: (rng) => rng.pick(names.profiles),
  VirtualMFADeviceName: (rng) => rng.pick(names.devices),
  RoleSessionName: (rng) => rng.pick(["session", "s@x", "a=b"]),
  Name: (rng) => rng.pick(["federated", "f@x"]),
  SourceIdentity: (rng) => rng.pick(["someone", "aws:x"]),
  Path: (rng) => rng.pick(["/", "/team/", "/a/b/"]),
  NewPath: (rng) => rng.pick(["/", "/team/"]),
  PathPrefix: (rng) => rng.pick(["/", "/team/", "/t"]),
  PolicyArn: policyArn,
  PolicyArns: policyArn,
  PermissionsBoundary: policyArn,
  arn: policyArn,
  RoleArn: (rng, { accountId }) =>
    `arn:aws:iam::${accountId}:role/${rng.pick([...names.roles, "fuzz-role"])}`,
  PolicySourceArn: (rng, { accountId }) => `arn:aws:iam::${accountId}:user/${rng.pick(names.users)}`,
  SerialNumber: (rng, { accountId }) => `arn:aws:iam::${accountId}:mfa/${rng.pick(names.devices)}`,
  TokenCode: code,
  AuthenticationCode1: code,
  AuthenticationCode2: code,
  AccessKeyId: (rng) => rng.pick(["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "AKIAAAAAAAAAAAAAAAAA"]),
  VersionId: (rng) => `v${rng.between(1, 6)}`,
  PolicyDocument: (rng, { accountId }) => policyText(rng, accountId, false),
  Policy: (rng, { accountId }) => policyText(rng, accountId, false),
  PolicyInputList: (rng, { accountId }) => policyText(rng, accountId, false),
  AssumeRolePolicyDocument: (rng, { accountId }) => policyText(rng, accountId, true),
  Password: (rng) => rng.pick(["short", "Correct-Horse-7", "a".repeat(128)]),
  Url: (rng) => rng.pick(["https://idp.example.com", "https://idp.example.com/a", "http://x", "https://"]),
  OpenIDConnectProviderArn: (_, { accountId }) => `arn:aws:iam::${accountId}:oidc-provider/idp.example.com`,
  AccountAlias: (rng) => rng.pick(["alias-one", "alias-two", "a--b"]),
  Key: (rng) => rng.pick(["team", "Team", "cost", "aws:x"]),
  Value: (rng) => rng.pick(["", "a", "b c"]),
  ActionNames: (rng) => rng.pick(["s3:GetObject", "iam:*", "x"]),
};

function policyArn(rng: Rng, { accountId }: World): string {
  return rng.chance(0.4)
    ? `arn:aws:iam::aws:policy/${rng.pick(["ReadOnlyAccess", "AmazonS3FullAccess", "Absent"])}`
    : `arn:aws:iam::${accountId}:policy/${rng.pick(names.policies)}`;
}

function code(rng: Rng): string {
  return String(rng.below(1_000_000)).padStart(6, "0");
}

function shapedText(rng: Rng, { min = 1, max = 40 }: StringShape): string {
  return "abcdefghij0123456789".repeat(1 + max / 20).slice(0, rng.between(min, Math.min(max, min + 20)));
}
