import { printable } from "../../../base/index.ts";
import { describeExplanation, type Explanation } from "../../../policy/index.ts";
import { callOperator, type OperatorSettings } from "../../operator-client.ts";

/** What the authority answers: AWS's form of a decoded authorisation message, with our explanation beside it. */
interface DecodedDecision {
  readonly explicitDeny: boolean;
  readonly context: {
    readonly principal: { readonly arn: string; readonly name: string };
    readonly action: string;
    readonly resource: string;
    readonly conditions: {
      readonly items: readonly {
        readonly key: string;
        readonly values: { readonly items: readonly { readonly value: string }[] };
      }[];
    };
  };
  readonly explanation: Partial<Pick<Explanation, "layers" | "nearMisses" | "changes">>;
}

/** Prints the decision behind a refusal. Rejects with TegataError `DecisionNotFoundException` when it is not remembered. */
export async function showDecision(
  requestId: string,
  settings: OperatorSettings & { readonly json?: boolean },
): Promise<void> {
  const answer = await callOperator(settings, "GetDecision", { RequestId: requestId });
  if (settings.json) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  process.stdout.write(describe(answer.Decision as DecodedDecision));
}

function describe({ explicitDeny, context, explanation }: DecodedDecision): string {
  const { principal, action, resource, conditions } = context;
  const { layers = [], nearMisses = [], changes = [] } = explanation;
  const told = describeExplanation({
    request: { action, resource },
    decision: {
      allowed: false,
      outcome: explicitDeny ? "explicitDeny" : "implicitDeny",
      layer: layers.find(({ result }) => result === "explicitDeny")?.layer,
      unreadable: [],
    },
    layers,
    nearMisses,
    changes,
  });
  const keys = conditions.items.map(
    ({ key, values }) => `  ${key} = ${values.items.map(({ value }) => `"${value}"`).join(", ")}`,
  );
  const asked = [`${principal.arn || principal.name} asked`, ...keys].map(printable).join("\n");
  const isNobodys = layers.some(({ layer, policies }) => layer === "trust" && policies === 0);
  return `${told}${isNobodys ? "there is no such role\n" : ""}${asked}\n`;
}
