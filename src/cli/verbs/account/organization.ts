import { callOperator, type OperatorSettings } from "../../operator-client.ts";
import { type JsonChoice, printAnswer } from "./answer.ts";

export async function moveAccount(
  account: string,
  unit: string,
  settings: OperatorSettings & JsonChoice,
): Promise<void> {
  const answer = await callOperator(settings, "MoveAccount", { AccountId: account, Unit: unit });
  printAnswer(answer, settings, `account ${account} is in ${unit === "/" ? "the root" : unit}`);
}

export async function showOrganization(settings: OperatorSettings & JsonChoice): Promise<void> {
  const answer = await callOperator(settings, "DescribeOrganization", {});
  const organization = answer.Organization as Readonly<Record<string, string>>;
  printAnswer(
    answer,
    settings,
    `organization ${organization.Id}, root ${organization.RootId}, ` +
      `management account ${organization.ManagementAccountId}`,
  );
}
