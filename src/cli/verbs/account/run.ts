import { callOperator, type OperatorSettings } from "../../operator-client.ts";
import { printTable } from "../../table.ts";

export interface CreateAccountSettings extends OperatorSettings {
  readonly account?: string;
  readonly name?: string;
  readonly json?: boolean;
}

/** Prints the new account and, this once, its admin's key. */
export async function createAccount(settings: CreateAccountSettings): Promise<void> {
  const answer = await callOperator(settings, "CreateAccount", {
    ...(settings.account !== undefined && { AccountId: settings.account }),
    ...(settings.name !== undefined && { AccountName: settings.name }),
  });
  if (settings.json) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const admin = answer.Admin as Readonly<Record<string, string>>;
  process.stdout.write(
    [
      `account ${String(answer.AccountId)} (${String(answer.AccountName)})`,
      `its admin, ${admin.Arn}; the secret is shown this once:`,
      "",
      `[tegata-${String(answer.AccountId)}]`,
      `aws_access_key_id = ${admin.AccessKeyId}`,
      `aws_secret_access_key = ${admin.SecretAccessKey}`,
      "",
    ].join("\n"),
  );
}

export async function listAccounts(settings: OperatorSettings & { readonly json?: boolean }): Promise<void> {
  const answer = await callOperator(settings, "ListAccounts", {});
  if (settings.json) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const accounts = answer.Accounts as readonly Readonly<Record<string, unknown>>[];
  printTable(
    ["AccountId", "Name", "Alias", "Unit", "Management", "Created"],
    accounts.map((account) => [
      String(account.AccountId),
      String(account.AccountName),
      String(account.Alias ?? ""),
      String(account.Unit ?? "/"),
      account.IsManagement ? "yes" : "",
      String(account.CreateDate),
    ]),
  );
}
