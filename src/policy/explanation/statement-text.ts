/** The JSON of a statement that is about one request and nothing else. */
import { namesOf } from "../matching/principal.ts";
import type { EvaluationRequest, Layer, PrincipalFacts } from "../types.ts";

const principalLayers: ReadonlySet<Layer> = new Set(["resource", "trust", "rcp", "vpce"]);

export function writeStatement(effect: "Allow" | "Deny", layer: Layer, request: EvaluationRequest): string {
  return JSON.stringify({
    Effect: effect,
    ...(principalLayers.has(layer) && { Principal: principalFor(layer, request.principal) }),
    Action: request.action,
    ...(layer !== "trust" && { Resource: literal(request.resource) }),
  });
}

/** AWS: resource control policies name everybody. */
function principalFor(layer: Layer, facts: PrincipalFacts): string | Readonly<Record<string, string>> {
  if (layer === "rcp") return "*";
  switch (facts.type) {
    case "anonymous":
      return "*";
    case "service":
      return { Service: facts.service };
    case "web-identity":
    case "saml":
      return { Federated: facts.provider };
    case "root":
      return { AWS: facts.arn };
    default: {
      const { limited, direct } = namesOf(facts);
      return { AWS: limited[0] ?? direct[0] ?? facts.arn };
    }
  }
}

/** A resource's name may hold what a policy would read as a wildcard or a variable. */
function literal(resource: string): string {
  return resource === "*" ? resource : resource.replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);
}
