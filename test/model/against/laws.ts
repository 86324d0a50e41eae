/**
 * Laws: how a decision must change, or not, when its world changes in a certain way. They need no model: the engine is
 * compared with itself.
 */
import type { Decision } from "../../../src/policy/index.ts";
import type { Rng } from "../../fuzz/rng.ts";
import type { ModelLayers, PolicyJson } from "../index.ts";
import {
  layersOf,
  otherAccount,
  ownAccount,
  policy,
  question,
  questionsPerWorld,
  statement,
  user,
} from "../random/index.ts";
import { complementLaws } from "./complement-laws.ts";
import { ask, compileLayers } from "./engine.ts";
import {
  bracketed,
  layerNames,
  mapLists,
  mapPolicies,
  mapStatements,
  recased,
  rewritten,
  statementsOf,
  withRepeatedKey,
  withStatement,
} from "./rewrite.ts";

export interface Law {
  /** Goes on from "evaluate()". */
  readonly title: string;
  /** One random case; undefined when the law holds, else what broke it. */
  readonly broken: (rng: Rng) => string | undefined;
}

/** A change of the layers, and what must be true of the decisions before and after. */
interface Change {
  readonly title: string;
  readonly change: (layers: ModelLayers, rng: Rng) => ModelLayers;
  readonly lawful: (before: Decision, after: Decision) => boolean;
}

const same: Change["lawful"] = (before, after) =>
  before.outcome === after.outcome && before.layer === after.layer;
const grantsNoMore: Change["lawful"] = (before, after) => before.allowed || !after.allowed;
const refusesNoMore: Change["lawful"] = (before, after) => !before.allowed || after.allowed;

/** Actions that no policy governs answer to no Deny. */
const isGoverned = (action: string): boolean => !/^sts:Get/i.test(action);

const changes: readonly Change[] = [
  {
    title: "never grants more when a Deny is added anywhere",
    change: (layers, rng) => {
      const layer = rng.pick(layerNames(layers));
      return withStatement(layers, layer, statement(rng, layer, "Deny"));
    },
    lawful: grantsNoMore,
  },
  {
    title: "never refuses more when an Allow is added anywhere",
    change: (layers, rng) => {
      const layer = rng.pick(layerNames(layers));
      return withStatement(layers, layer, statement(rng, layer, "Allow"));
    },
    lawful: refusesNoMore,
  },
  {
    title: "heeds no Allow that has an unknown element",
    change: (layers, rng) => {
      const layer = rng.pick(layerNames(layers));
      return withStatement(layers, layer, { ...statement(rng, layer, "Allow"), Unknown: "x" });
    },
    lawful: same,
  },
  {
    title: "refuses everything when the resource's policy denies everything",
    change: (layers) => {
      const deny = { Statement: { Effect: "Deny", Principal: "*", Action: "*", Resource: "*" } };
      return { ...layers, resource: [...(layers.resource ?? []), deny] };
    },
    lawful: (_, after) => after.outcome === "explicitDeny",
  },
  {
    title: "does not heed the order of statements, policies and levels",
    change: (layers) => {
      const turned = mapLists(
        mapPolicies(layers, (policy) => mapStatements(policy, (statements) => statements.toReversed())),
        (policies) => policies.toReversed(),
      );
      const { scp, rcp } = turned;
      return { ...turned, ...(scp && { scp: scp.toReversed() }), ...(rcp && { rcp: rcp.toReversed() }) };
    },
    lawful: same,
  },
  {
    title: "does not heed how statements are split over documents",
    change: (layers) => mapLists(layers, (policies) => policies.flatMap(splitDocument)),
    lawful: same,
  },
  {
    title: "takes a list of actions or resources as it takes a statement for each",
    change: (layers) =>
      mapPolicies(layers, (policy) => mapStatements(policy, (all) => all.flatMap(splitLists))),
    lawful: same,
  },
  {
    title: "does not heed a statement or a policy that is there twice",
    change: (layers) =>
      mapLists(
        mapPolicies(layers, (policy) =>
          mapStatements(policy, (all) => all.flatMap((one) => [one, { ...one, Sid: "T" }])),
        ),
        (policies) => [...policies, ...policies],
      ),
    lawful: same,
  },
  {
    title: "does not heed white space, the order of keys, and escapes in the text",
    change: (layers, rng) => mapPolicies(layers, (policy) => rewritten(rng, policy)),
    lawful: same,
  },
  {
    title: "takes a text as it takes a list of one",
    change: (layers, rng) =>
      mapPolicies(layers, (policy) => mapStatements(policy, (all) => all.map((one) => bracketed(rng, one)))),
    lawful: same,
  },
  {
    title: "does not heed the case of actions, operators and keys",
    change: (layers, rng) =>
      mapPolicies(layers, (policy) => mapStatements(policy, (all) => all.map((one) => recased(rng, one)))),
    lawful: same,
  },
];

function changeLaw({ title, change, lawful }: Change): Law {
  return {
    title,
    broken: (rng) => {
      const layers = layersOf(rng);
      const changed = change(layers, rng);
      const [before, after] = [compileLayers(layers), compileLayers(changed)];
      for (let count = questionsPerWorld; count > 0; count -= 1) {
        const asked = question(rng);
        if (!isGoverned(asked.action)) continue;
        const [there, then] = [ask(before, asked), ask(after, asked)];
        if (!lawful(there, then))
          return JSON.stringify({ asked, layers, changed, before: there, after: then }, undefined, 1);
      }
      return undefined;
    },
  };
}

const otherLaws: readonly Law[] = [
  {
    title: "says of a policy in which a key is repeated that it cannot be read",
    broken: (rng) => {
      const text = withRepeatedKey(rng, policy(rng, "identity"));
      const asked = { ...question(rng), principal: user };
      if (text === undefined || !isGoverned(asked.action)) return undefined;
      const decision = ask(compileLayers({ identity: [text] }), asked);
      return decision.unreadable.length === 1 && !decision.allowed ? undefined : text;
    },
  },
  {
    title: "forgets nothing between questions and carries nothing over",
    broken: (rng) => {
      const layers = layersOf(rng);
      const compiled = compileLayers(layers);
      const questions = Array.from({ length: questionsPerWorld }, () => question(rng));
      const answers = questions.map((one) => JSON.stringify(ask(compiled, one)));
      const again = questions.toReversed().map((one) => JSON.stringify(ask(compiled, one)));
      const anew = questions.map((one) => JSON.stringify(ask(compileLayers(layers), one)));
      return `${again.toReversed()}` === `${answers}` && `${anew}` === `${answers}`
        ? undefined
        : JSON.stringify({ layers, questions, answers, again, anew }, undefined, 1);
    },
  },
  {
    title: "grants nothing across accounts that it does not grant within one",
    broken: (rng) => {
      const layers = layersOf(rng);
      const compiled = compileLayers(layers);
      const asked = question(rng);
      const at = (resourceAccountId: string) => ask(compiled, { ...asked, resourceAccountId }).allowed;
      return at(otherAccount) && !at(ownAccount)
        ? JSON.stringify({ layers, asked }, undefined, 1)
        : undefined;
    },
  },
];

export const laws: readonly Law[] = [...changes.map(changeLaw), ...otherLaws, ...complementLaws];

/** Each statement in a document of its own. */
function splitDocument(policy: PolicyJson): readonly PolicyJson[] {
  const statements = statementsOf(policy) ?? [];
  return statements.length < 2 ? [policy] : statements.map((one) => mapStatements(policy, () => [one]));
}

/** A statement for each entry of its lists. */
function splitLists(whole: Record<string, unknown>): readonly Record<string, unknown>[] {
  const { Action: actions, Resource: resources } = whole;
  const texts = (value: unknown): value is string[] =>
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
  const byAction = texts(actions) ? actions.map((Action) => ({ ...whole, Action })) : [whole];
  return texts(resources)
    ? byAction.flatMap((one) => resources.map((Resource) => ({ ...one, Resource })))
    : byAction;
}
