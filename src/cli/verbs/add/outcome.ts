/** How `add` ended when `import` started it: one line of JSON, as the parent reads it back. */
import { exitCodes, TegataError } from "../../../base/index.ts";
import { parseObject, textOf } from "../../../vault/services/index.ts";

export type Outcome =
  | { readonly kind: "stored"; readonly arn: string | undefined; readonly wasThere: boolean }
  | { readonly kind: "refused"; readonly error: TegataError };

export function describeOutcome(error: unknown): { readonly Error: Readonly<Record<string, unknown>> } {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof TegataError)) return { Error: { Code: "InternalFailure", Message: message } };
  const { code, hint, exitCode } = error;
  return { Error: { Code: code, Message: message, Hint: hint, ExitCode: exitCode } };
}

/** undefined when `add` said nothing: it was never started. The last line counts; AWS Vault may print before it. */
export function parseOutcome(stdout: string): Outcome | undefined {
  const form = parseObject(stdout.trimEnd().split("\n").at(-1) ?? "");
  if (form === undefined) return undefined;
  const said = parseObject(JSON.stringify(form.Error ?? null));
  const code = textOf(said?.Code);
  if (code !== undefined) {
    const hint = textOf(said?.Hint);
    const isForPerson = said?.ExitCode === exitCodes.humanNeeded;
    const error = new TegataError(code, textOf(said?.Message) ?? code, {
      ...(hint && { hint }),
      exitCode: isForPerson ? exitCodes.humanNeeded : exitCodes.failed,
    });
    return { kind: "refused", error };
  }
  if (textOf(form.Profile) === undefined) return undefined;
  return { kind: "stored", arn: textOf(form.Arn), wasThere: form.WasThere === true };
}
