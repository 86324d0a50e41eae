/**
 * The policies of whoever was refused, where they may be read; otherwise what IAM's simulator says. AWS: IAM user guide,
 * "Policy evaluation logic": inline, attached, its groups', and the permissions boundary.
 */
import type { CallerFacts, CallerPolicy, SimulationFacts } from "../facts.ts";
import { type Denial, roleOfSession } from "../symptom/index.ts";
import { callIam, type IamConnection, orUnknown } from "./call-iam.ts";

/** More than IAM's quotas let a user have of each. */
const maxPolicies = 20;
/** AWS: IAM user guide, "IAM and STS quotas": the groups that a user can be a member of. */
const maxGroups = 10;

type Iam = typeof import("@aws-sdk/client-iam");
type Owner = CallerPolicy["owner"];

interface Read {
  readonly policies: readonly CallerPolicy[];
  readonly isWhole: boolean;
  /** Of a role, where it was asked for. */
  readonly arnWithPath?: string | undefined;
}

const unread: Read = { policies: [], isWhole: false };

/** undefined for callers of other accounts, and for those that have no policies of their own: root, federated sessions. */
export async function askCaller(
  connection: IamConnection,
  denial: Denial,
  account: string,
): Promise<CallerFacts | undefined> {
  const arn = roleOfSession(denial.user);
  const [, owned, kind, name] = /^arn:[^:]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (owned !== account || name === undefined || (kind !== "user" && kind !== "role")) return undefined;
  const iam = await import("@aws-sdk/client-iam");
  const reader = new PolicyReader(iam, connection);
  const parts = await Promise.all(
    [
      reader.ownedBy({ kind, name }),
      reader.boundaryOf({ kind, name }),
      ...(kind === "user" ? [reader.ofGroups(name)] : []),
    ].map(async (part) => (await orUnknown(part)) ?? unread),
  );
  const policies = parts.flatMap((part) => part.policies);
  const isWhole = parts.every((part) => part.isWhole);
  const arnWithPath = parts.find((part) => part.arnWithPath !== undefined)?.arnWithPath;
  const simulation = isWhole
    ? undefined
    : await orUnknown(simulate(iam, connection, arnWithPath ?? arn, denial));
  return { arn, arnWithPath, policies, isWhole, simulation };
}

class PolicyReader {
  readonly #iam: Iam;
  readonly #connection: IamConnection;

  constructor(iam: Iam, connection: IamConnection) {
    this.#iam = iam;
    this.#connection = connection;
  }

  /** Inline and attached. */
  async ownedBy(owner: Owner): Promise<Read> {
    return together([this.#inline(owner), this.#attached(owner)]);
  }

  async ofGroups(UserName: string): Promise<Read> {
    const { ListGroupsForUserCommand } = this.#iam;
    const { Groups = [], IsTruncated } = await callIam(this.#connection, "iam:ListGroupsForUser", (client) =>
      client.send(new ListGroupsForUserCommand({ UserName })),
    );
    const read = await together(
      Groups.slice(0, maxGroups).map(({ GroupName = "" }) =>
        this.ownedBy({ kind: "group", name: GroupName }),
      ),
    );
    const isAll = IsTruncated !== true && Groups.length <= maxGroups;
    return { ...read, isWhole: read.isWhole && isAll };
  }

  async boundaryOf(owner: Owner): Promise<Read> {
    const { arnWithPath, boundary } = await this.#describe(owner);
    const arn = boundary?.PermissionsBoundaryArn;
    if (arn === undefined) return { policies: [], isWhole: true, arnWithPath };
    const policy = await orUnknown(this.#managed(arn, owner, "boundary"));
    return { policies: policy === undefined ? [] : [policy], isWhole: policy !== undefined, arnWithPath };
  }

  async #describe({ kind, name }: Owner) {
    const { GetRoleCommand, GetUserCommand } = this.#iam;
    return callIam(this.#connection, "iam:GetUser", async (client) => {
      if (kind === "user") {
        const { User } = await client.send(new GetUserCommand({ UserName: name }));
        return { arnWithPath: undefined, boundary: User?.PermissionsBoundary };
      }
      const { Role } = await client.send(new GetRoleCommand({ RoleName: name }));
      return { arnWithPath: Role?.Arn, boundary: Role?.PermissionsBoundary };
    });
  }

  async #inline(owner: Owner): Promise<Read> {
    const { PolicyNames = [], IsTruncated } = await callIam(
      this.#connection,
      "iam:ListPolicies",
      (client): Promise<{ PolicyNames?: string[] | undefined; IsTruncated?: boolean | undefined }> => {
        switch (owner.kind) {
          case "user":
            return client.send(new this.#iam.ListUserPoliciesCommand({ UserName: owner.name }));
          case "role":
            return client.send(new this.#iam.ListRolePoliciesCommand({ RoleName: owner.name }));
          case "group":
            return client.send(new this.#iam.ListGroupPoliciesCommand({ GroupName: owner.name }));
        }
      },
    );
    return this.#each(PolicyNames, IsTruncated, async (name) => ({
      ...{ kind: "identity", name, arn: undefined, owner },
      text: await this.#inlineText(owner, name),
    }));
  }

  async #inlineText({ kind, name }: Owner, PolicyName: string): Promise<string> {
    const { PolicyDocument = "" } = await callIam(
      this.#connection,
      "iam:GetPolicy",
      (client): Promise<{ PolicyDocument?: string | undefined }> => {
        switch (kind) {
          case "user":
            return client.send(new this.#iam.GetUserPolicyCommand({ UserName: name, PolicyName }));
          case "role":
            return client.send(new this.#iam.GetRolePolicyCommand({ RoleName: name, PolicyName }));
          case "group":
            return client.send(new this.#iam.GetGroupPolicyCommand({ GroupName: name, PolicyName }));
        }
      },
    );
    return decodeURIComponent(PolicyDocument);
  }

  async #attached(owner: Owner): Promise<Read> {
    const { AttachedPolicies = [], IsTruncated } = await callIam(
      this.#connection,
      "iam:ListAttachedPolicies",
      (
        client,
      ): Promise<{
        AttachedPolicies?: { PolicyArn?: string | undefined }[] | undefined;
        IsTruncated?: boolean | undefined;
      }> => {
        switch (owner.kind) {
          case "user":
            return client.send(new this.#iam.ListAttachedUserPoliciesCommand({ UserName: owner.name }));
          case "role":
            return client.send(new this.#iam.ListAttachedRolePoliciesCommand({ RoleName: owner.name }));
          case "group":
            return client.send(new this.#iam.ListAttachedGroupPoliciesCommand({ GroupName: owner.name }));
        }
      },
    );
    const arns = AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
    return this.#each(arns, IsTruncated, (arn) => this.#managed(arn, owner, "identity"));
  }

  async #managed(arn: string, owner: Owner, kind: CallerPolicy["kind"]): Promise<CallerPolicy> {
    const { GetPolicyCommand, GetPolicyVersionCommand } = this.#iam;
    const { Policy } = await callIam(this.#connection, "iam:GetPolicy", (client) =>
      client.send(new GetPolicyCommand({ PolicyArn: arn })),
    );
    const { PolicyVersion } = await callIam(this.#connection, "iam:GetPolicyVersion", (client) =>
      client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId })),
    );
    const text = decodeURIComponent(PolicyVersion?.Document ?? "");
    return { kind, name: arn.split("/").at(-1) ?? arn, arn, owner, text };
  }

  /** What may not be read is left out, and told by `isWhole`. */
  async #each<T>(
    found: readonly T[],
    isTruncated: boolean | undefined,
    readOne: (one: T) => Promise<CallerPolicy>,
  ): Promise<Read> {
    const read = await Promise.all(found.slice(0, maxPolicies).map((one) => orUnknown(readOne(one))));
    const policies = read.flatMap((policy) => policy ?? []);
    return { policies, isWhole: isTruncated !== true && policies.length === found.length };
  }
}

async function together(parts: readonly Promise<Read>[]): Promise<Read> {
  const read = await Promise.all(parts.map(async (part) => (await orUnknown(part)) ?? unread));
  return {
    policies: read.flatMap(({ policies }) => policies),
    isWhole: read.every(({ isWhole }) => isWhole),
  };
}

async function simulate(
  { SimulatePrincipalPolicyCommand }: Iam,
  connection: IamConnection,
  arn: string,
  { action, resource }: Denial,
): Promise<SimulationFacts | undefined> {
  const { EvaluationResults = [] } = await callIam(connection, "iam:SimulatePrincipalPolicy", (client) =>
    client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: arn,
        ActionNames: [action],
        ...(resource !== undefined && { ResourceArns: [resource] }),
      }),
    ),
  );
  const [result] = EvaluationResults;
  if (result?.EvalDecision === undefined) return undefined;
  return {
    decision: result.EvalDecision,
    policies: (result.MatchedStatements ?? []).flatMap(({ SourcePolicyId }) => SourcePolicyId ?? []),
    isWhole: (result.MissingContextValues ?? []).length === 0,
  };
}
