import { exitCodes, printable, TegataError } from "../../../base/index.ts";
import {
  type CompiledPolicy,
  compilePolicy,
  type Difference,
  describeDiff,
  diffPolicies,
  guessPolicyKind,
  type PolicyDiff,
  type PolicyKind,
} from "../../../policy/index.ts";
import type { ServiceReference } from "../../../policy/reference/index.ts";
import { demandOneStandardInput, readPolicyFile } from "./files.ts";

export interface DiffSettings {
  readonly kind?: PolicyKind;
  readonly failOn: "added" | "removed" | "any" | "none";
  readonly json?: boolean;
}

/** Prints access added and removed; exits with 1 when what `failOn` names is there or cannot be ruled out. */
export async function printPolicyDiff(
  oldFile: string,
  newFile: string,
  settings: DiffSettings,
): Promise<void> {
  demandOneStandardInput([oldFile, newFile]);
  const texts = [readPolicyFile(oldFile), readPolicyFile(newFile)] as const;
  const kind = settings.kind ?? kindOf(texts);
  const [before, after] = [compileFile(oldFile, texts[0], kind), compileFile(newFile, texts[1], kind)];
  const { serviceReference } = await import("../../../policy/reference/index.ts");
  const diff = diffPolicies([before], [after], { actions: actionsNamed(texts, serviceReference) });
  process.stdout.write(
    settings.json ? `${JSON.stringify(withoutRequests(kind, diff), null, 2)}\n` : describeDiff(diff),
  );
  if (fails(diff, settings.failOn)) process.exitCode = exitCodes.failed;
}

/** That of the side which names principals, if either does. */
function kindOf(texts: readonly string[]): PolicyKind {
  const kinds = texts.map(guessPolicyKind);
  return kinds.find((kind) => kind === "resource") ?? kinds.find((kind) => kind !== "identity") ?? "identity";
}

function compileFile(file: string, text: string, kind: PolicyKind): CompiledPolicy {
  const policy = compilePolicy(text, kind, file === "-" ? "standard input" : file);
  if (!policy.unreadable) return policy;
  const [problem] = policy.problems;
  const place =
    problem === undefined ? "" : ` (line ${problem.position.line}, column ${problem.position.column})`;
  throw new TegataError(
    "PolicyUnreadable",
    `"${file}" is no policy: ${printable(problem?.detail ?? "nothing can be made out")}${place}`,
    { exitCode: exitCodes.misuse, hint: `tegata policy check ${file}` },
  );
}

/** The actions of the services that the texts name. */
function actionsNamed(texts: readonly string[], reference: ServiceReference): string[] {
  const text = texts.join("\n").toLowerCase();
  return reference.prefixes
    .filter((prefix) => text.includes(`"${prefix}:`))
    .flatMap((prefix) => reference.service(prefix)?.actions.map(({ name }) => `${prefix}:${name}`) ?? []);
}

function fails(diff: PolicyDiff, failOn: DiffSettings["failOn"]): boolean {
  if (failOn === "none") return false;
  const directions = failOn === "any" ? (["added", "removed"] as const) : [failOn];
  return directions.some((direction) => diff[direction] !== "none");
}

/** The requests hold compiled policies; everything else of a witness stands beside them. */
function withoutRequests(kind: PolicyKind, { differences, ...rest }: PolicyDiff): object {
  const plain = differences.map(({ requests: _, ...difference }: Difference) => difference);
  return { kind, ...rest, differences: plain };
}
