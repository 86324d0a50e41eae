import { exitCodes } from "../../../base/index.ts";
import { type Finding, guessPolicyKind, lintPolicy, type PolicyKind } from "../../../policy/index.ts";
import { demandOneStandardInput, readPolicyFile } from "./files.ts";
import { type CheckedFile, renderChecked } from "./findings.ts";

export interface CheckSettings {
  readonly kind?: PolicyKind;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** Prints what is wrong with each file; exits with 1 when one has an error or, when strict, a warning. */
export async function checkPolicies(files: readonly string[], settings: CheckSettings): Promise<void> {
  demandOneStandardInput(files);
  const texts = files.map(readPolicyFile);
  const { serviceReference } = await import("../../../policy/reference/index.ts");
  const checked = texts.map((text, at): CheckedFile => {
    const kind = settings.kind ?? guessPolicyKind(text);
    return {
      file: files[at] ?? "",
      text,
      kind,
      kindGuessed: settings.kind === undefined,
      findings: lintPolicy(text, { kind, reference: serviceReference }),
    };
  });
  process.stdout.write(
    settings.json
      ? `${JSON.stringify(checked.map(withoutText), null, 2)}\n`
      : checked.map((one) => renderChecked(one, wantsColour())).join(""),
  );
  const fails = ({ severity }: Finding): boolean =>
    severity === "error" || (settings.strict === true && severity === "warning");
  if (checked.some(({ findings }) => findings.some(fails))) process.exitCode = exitCodes.failed;
}

function withoutText({ text: _, ...rest }: CheckedFile): Omit<CheckedFile, "text"> {
  return rest;
}

function wantsColour(): boolean {
  return process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
