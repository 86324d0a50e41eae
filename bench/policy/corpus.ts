/** Policies of a given number of statements, and distinct questions about them: some granted, some denied, some missed. */
import { createHash } from "node:crypto";
import { Random } from "./random.ts";
import { allowTemplates, ceiling, denyTemplates, type Example } from "./templates.ts";
import {
  type Ask,
  actions,
  roleArn,
  type Statement,
  services,
  usualContext,
  type Values,
  withResourcePolicy,
} from "./world.ts";

/** A layer is a list of documents, a document a list of statements. */
export type Layer = readonly (readonly Statement[])[];

export interface Policies {
  readonly identity: Layer;
  readonly boundary: Layer;
  readonly session: Layer;
  readonly resource: Layer;
  readonly examples: readonly Example[];
}

const statementsPerDocument = 40;

/**
 * Identity policies of a role. `everyLayer`: a boundary, a session policy and a resource-based policy besides, a document
 * each, whose statements are taken from the number.
 */
export function makePolicies(statements: number, seed: number, everyLayer: boolean): Policies {
  const random = new Random(seed);
  const other = everyLayer ? Math.min(statementsPerDocument, Math.floor(statements / 10)) : 0;
  const identity = makeExamples(random, statements - 3 * other, allowTemplates, denyTemplates);
  const filters = [random, random].map((each) =>
    makeExamples(each, Math.max(0, other - 1), allowTemplates, denyTemplates),
  );
  const resource = makeExamples(random, other, allowTemplates, denyTemplates, hasOwnPolicy);
  const [boundary = [], session = []] = filters.map((examples): readonly Statement[] =>
    other === 0 ? [] : [ceiling(services), ...examples.map(({ statement }) => statement)],
  );
  return {
    identity: documentsOf(identity.map(({ statement }) => statement)),
    boundary: documentsOf(boundary),
    session: documentsOf(session),
    resource: documentsOf(resource.map(({ statement }) => ({ ...statement, Principal: { AWS: roleArn } }))),
    examples: [
      ...identity,
      ...resource,
      ...filters.flat().filter(({ statement }) => statement.Effect === "Deny"),
    ],
  };
}

/** Two that allow, one that denies, and so on. */
function makeExamples(
  random: Random,
  count: number,
  allows: readonly ((random: Random) => Example)[],
  denies: readonly ((random: Random) => Example)[],
  fits: (example: Example) => boolean = () => true,
): readonly Example[] {
  const examples: Example[] = [];
  for (let at = 0; examples.length < count; at += 1) {
    const turn = Math.floor(at / 3);
    const list = at % 3 === 2 ? denies : allows;
    const template = list[(at % 3 === 2 ? turn : at - turn) % list.length];
    const example = template?.(random);
    if (example !== undefined && fits(example)) examples.push(example);
  }
  return examples;
}

function hasOwnPolicy({ statement }: Example): boolean {
  const service = statement.Action?.[0]?.split(":")[0] ?? "";
  return withResourcePolicy.has(service);
}

function documentsOf(statements: readonly Statement[]): Layer {
  const documents: Statement[][] = [];
  for (let at = 0; at < statements.length; at += statementsPerDocument)
    documents.push(
      statements
        .slice(at, at + statementsPerDocument)
        .map((statement, place) => ({ Sid: `S${place}`, ...statement })),
    );
  return documents;
}

/** `count` questions, no two the same, each as JSON: whoever answers them reads fresh texts from it. */
export function makeQuestions({ examples }: Policies, count: number, seed: number): readonly string[] {
  const random = new Random(seed);
  const allows = examples.filter(({ statement }) => statement.Effect === "Allow");
  const denies = examples.filter(({ statement }) => statement.Effect === "Deny");
  const seen = new Set<string>();
  const questions: string[] = [];
  while (questions.length < count) {
    const kind = random.next();
    const example = random.pick(kind < 0.35 && denies.length > 0 ? denies : allows);
    const ask = kind < 0.7 ? example.ask(random) : miss(example.ask(random), random);
    const question = JSON.stringify({ ...ask, context: { ...usualContext(random), ...ask.context } });
    const digest = createHash("sha1").update(question).digest("base64");
    if (seen.has(digest)) continue;
    seen.add(digest);
    questions.push(question);
  }
  return questions;
}

/** The same question gone wrong in one place: another action, another resource, another value of a key. */
function miss({ action, resource, context }: Ask, random: Random): Ask {
  const keys = Object.keys(context);
  const way = random.int(keys.length === 0 ? 2 : 3);
  if (way === 0) return { action: random.pick(actions), resource, context };
  if (way === 1) return { action, resource: resource.replace(/\d+/g, (digits) => `${digits}9`), context };
  const values: Values = { ...context, [random.pick(keys)]: "other" };
  return { action, resource, context: values };
}
