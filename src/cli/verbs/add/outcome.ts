/** How `add` ended when `import` started it: one line of JSON, as the parent reads it back. */
import { TegataError } from "../../../base/index.ts";
import { parseObject, textOf } from "../../../vault/services/index.ts";

export type Outcome =
  | { readonly kind: "stored"; readonly arn: string | undefined; readonly wasThere: boolean }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export function describeOutcome(error: unknown): {
  readonly Error: { readonly Code: string; readonly Message: string };
} {
  const code = error instanceof TegataError ? error.code : "InternalFailure";
  return { Error: { Code: code, Message: error instanceof Error ? error.message : String(error) } };
}

/** undefined when `add` said nothing: it was never started. The last line counts; AWS Vault may print before it. */
export function parseOutcome(stdout: string): Outcome | undefined {
  const form = parseObject(stdout.trimEnd().split("\n").at(-1) ?? "");
  if (form === undefined) return undefined;
  const error = parseObject(JSON.stringify(form.Error ?? null));
  const code = textOf(error?.Code);
  if (code !== undefined) return { kind: "refused", code, message: textOf(error?.Message) ?? code };
  if (textOf(form.Profile) === undefined) return undefined;
  return { kind: "stored", arn: textOf(form.Arn), wasThere: form.WasThere === true };
}
