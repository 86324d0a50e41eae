/** The AssumeRole that was refused: who wrote it, and the same with more. */
import type { Facts } from "../facts.ts";
import { optionOf, withOptions } from "./lines.ts";
import { word } from "./words.ts";

/** What the refused AssumeRole was sent with. */
export interface SentCall {
  /** Who wrote it: the profile makes its client send it, or somebody typed the command. */
  readonly by: "profile" | "command";
  readonly externalId: string | undefined;
  readonly hasMfa: boolean;
}

/** undefined where nobody knows: an error that was pasted alone, a call of a program's own. */
export function sentCall(facts: Facts): SentCall | undefined {
  const { plan, profile, symptom } = facts;
  const role = symptom?.denial?.resource;
  if (role !== undefined && optionOf(facts, "--role-arn") === role)
    return {
      by: "command",
      externalId: optionOf(facts, "--external-id"),
      hasMfa: optionOf(facts, "--serial-number") !== undefined,
    };
  const steps = plan?.steps.flatMap((step) => (step.kind === "assume-role" ? [step] : [])) ?? [];
  const step = role === undefined ? steps[0] : steps.find(({ roleArn }) => roleArn === role);
  if (step === undefined && profile.roleArn?.value !== role) return undefined;
  const hasMfa = profile.mfaSerial !== undefined || steps.some(({ mfa }) => mfa !== undefined);
  return { by: "profile", externalId: step?.externalId, hasMfa };
}

/** The failed command with these options, those that it has in their places. */
export function withMoreOptions(facts: Facts, options: ReadonlyMap<string, string>): string {
  const more = [...options].filter(([name]) => optionOf(facts, name) === undefined);
  const added = more.flatMap(([name, value]) => [name, word(facts.shell, value)]);
  return [withOptions(facts, options), ...added].join(" ");
}
