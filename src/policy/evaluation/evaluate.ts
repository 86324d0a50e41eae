import type { Decision, EvaluationRequest } from "../types.ts";

/** Decides one request. Never throws for the content of a policy; what no policy allows is refused. */
export function evaluate(_request: EvaluationRequest): Decision {
  return {
    allowed: false,
    outcome: "implicitDeny",
    layer: "identity",
    statements: [],
    crossAccount: false,
    unreadable: [],
  };
}
