import { callOperator, type OperatorSettings } from "../../operator-client.ts";
import { printTable } from "../../table.ts";
import { readPolicyFile } from "../policy/files.ts";
import { type JsonChoice, printAnswer } from "./answer.ts";

type Settings = OperatorSettings & JsonChoice;
type Type = "scp" | "rcp";

const typeNames = { scp: "SERVICE_CONTROL_POLICY", rcp: "RESOURCE_CONTROL_POLICY" } as const;

export async function putPolicy(
  name: string,
  file: string,
  settings: Settings & { readonly type?: Type; readonly description?: string },
): Promise<void> {
  const { type, description } = settings;
  const answer = await callOperator(settings, "PutOrganizationPolicy", {
    PolicyName: name,
    Content: readPolicyFile(file),
    ...(type !== undefined && { Type: typeNames[type] }),
    ...(description !== undefined && { Description: description }),
  });
  const policy = answer.Policy as Readonly<Record<string, string>>;
  printAnswer(answer, settings, `policy ${name}: ${policy.Arn}`);
}

export async function listPolicies(
  settings: Settings & { readonly type?: Type; readonly target?: string },
): Promise<void> {
  const { type, target } = settings;
  const answer = await callOperator(settings, "ListOrganizationPolicies", {
    ...(type !== undefined && { Type: typeNames[type] }),
    ...(target !== undefined && { Target: target }),
  });
  if (settings.json) return printAnswer(answer, settings, "");
  const policies = answer.Policies as readonly Readonly<Record<string, unknown>>[];
  printTable(
    ["Name", "Type", "Id", "Attached to"],
    policies.map((policy) => [
      String(policy.PolicyName),
      policy.Type === typeNames.scp ? "scp" : "rcp",
      String(policy.PolicyId),
      policy.AwsManaged ? "wherever no other is" : (policy.Targets as readonly string[]).join(" "),
    ]),
  );
}

export async function showPolicy(name: string, settings: Settings): Promise<void> {
  const answer = await callOperator(settings, "DescribeOrganizationPolicy", { PolicyName: name });
  printAnswer(answer, settings, String((answer.Policy as Readonly<Record<string, string>>).Content));
}

export async function attachPolicy(name: string, target: string, settings: Settings): Promise<void> {
  const answer = await callOperator(settings, "AttachOrganizationPolicy", {
    PolicyName: name,
    Target: target,
  });
  printAnswer(answer, settings, `policy ${name} is attached to ${target}`);
}

export async function detachPolicy(name: string, target: string, settings: Settings): Promise<void> {
  const answer = await callOperator(settings, "DetachOrganizationPolicy", {
    PolicyName: name,
    Target: target,
  });
  printAnswer(answer, settings, `policy ${name} is detached from ${target}`);
}

export async function removePolicy(name: string, settings: Settings): Promise<void> {
  const answer = await callOperator(settings, "DeleteOrganizationPolicy", { PolicyName: name });
  printAnswer(answer, settings, `policy ${name} is deleted`);
}
