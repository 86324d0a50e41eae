/** The statements that determined a simulated decision, with places as AWS counts them. */
import type { AppliedLayer, Decision, Position } from "../../../policy/index.ts";
import type {
  PolicySourceType,
  Position as ShownPosition,
  Statement as ShownStatement,
} from "../../../wire/models/iam-types.generated.ts";
import type { SimulatedPolicy } from "./simulated-policy.ts";
import type { Simulation } from "./simulation.ts";

type ShownLayer = "resource" | "identity" | "boundary";

/** In the order in which AWS shows them. */
const shownLayers: readonly ShownLayer[] = ["resource", "identity", "boundary"];

/** AWS: these words are sent, whatever the model's enumeration says. The boundary's is unverified. */
export const sourceTypes: Readonly<Record<ShownLayer, string>> = {
  resource: "Resource Policy",
  identity: "IAM Policy",
  boundary: "Permissions Boundary Policy",
};

/**
 * AWS: nothing for an implicit deny. Else each side shows what made up its mind: its Denies, or when it has none its
 * Allows; as reported, the Allows of the identity's policies stand beside the Deny of a resource's.
 * A boundary grants nothing, so that only its Denies are shown.
 */
export function matchedStatements(
  simulation: Simulation,
  outcome: Decision["outcome"],
  layers: readonly AppliedLayer[],
): readonly ShownStatement[] {
  if (outcome === "implicitDeny") return [];
  return shownLayers.flatMap((name) => {
    const layer = layers.find((candidate) => candidate.layer === name);
    if (layer === undefined) return [];
    const effect = layer.result === "explicitDeny" ? "Deny" : "Allow";
    if (name === "boundary" && effect === "Allow") return [];
    return layer.statements
      .filter((statement) => statement.effect === effect)
      .flatMap(({ source, index }) => showStatement(policiesOf(simulation, name), source, index, name));
  });
}

function policiesOf(simulation: Simulation, layer: ShownLayer): readonly SimulatedPolicy[] {
  if (layer === "identity") return simulation.identity;
  const policy = layer === "resource" ? simulation.resourcePolicy : simulation.boundary;
  return policy === undefined ? [] : [policy];
}

function showStatement(
  policies: readonly SimulatedPolicy[],
  source: string | undefined,
  index: number,
  layer: ShownLayer,
): readonly ShownStatement[] {
  const policy = policies.find((candidate) => candidate.source === source);
  const statement = policy?.statements.get(index)?.statement;
  if (policy === undefined || statement === undefined) return [];
  return [
    {
      SourcePolicyId: policy.id,
      SourcePolicyType: sourceTypes[layer] as PolicySourceType,
      StartPosition: showPosition(startAsShown(policy.parsed.text, statement.position)),
      EndPosition: showPosition(statement.end),
    },
  ];
}

/**
 * AWS: as recorded, a statement starts where what stands before it ends: after `[` or `:`, or after the statement
 * before it, at the comma; white space in between is the statement's.
 */
function startAsShown(text: string, { offset, line, column }: Position): Pick<Position, "line" | "column"> {
  let at = beforeSpace(text, offset);
  if (text[at - 1] === ",") at = beforeSpace(text, at - 1);
  if (at === offset) return { line, column };
  const before = text.slice(0, at);
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

/** The end of what stands before the white space that ends at `at`. */
function beforeSpace(text: string, at: number): number {
  while (at > 0 && /[ \t\r\n]/.test(text[at - 1] ?? "")) at -= 1;
  return at;
}

function showPosition({ line, column }: Pick<Position, "line" | "column">): ShownPosition {
  return { Line: line, Column: column };
}
