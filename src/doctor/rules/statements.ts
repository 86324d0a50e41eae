/** The statements of a policy's text, as they are written. AWS: IAM user guide, "IAM JSON policy elements reference". */

export type StatementJson = Readonly<Record<string, unknown>>;

/** AWS: one alone needs no list. */
export function statementsOf(text: string | undefined): readonly StatementJson[] {
  if (text === undefined) return [];
  try {
    const { Statement = [] } = JSON.parse(text) as {
      readonly Statement?: StatementJson | readonly StatementJson[];
    };
    return [Statement].flat();
  } catch {
    return [];
  }
}
