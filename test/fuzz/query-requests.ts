/** Query requests to STS and IAM: an operation of the model, its input, and damage to either. */
import { iamOperations, stsOperations } from "../../src/authority/index.ts";
import { type QueryService, serviceModels } from "../../src/wire/index.ts";
import { structurePairs } from "./members.ts";
import type { RawRequest } from "./request.ts";
import type { Rng } from "./rng.ts";
import { hostileText, mutateBytes, mutateText } from "./texts.ts";
import type { World } from "./world.ts";

const formType = "application/x-www-form-urlencoded";
/** They cost a password hash of some 50 ms each: still there, but rarely. */
const slowOperations: ReadonlySet<string> = new Set([
  "CreateLoginProfile",
  "UpdateLoginProfile",
  "ChangePassword",
]);

/** Operations with a handler, and those with a document to choke on once more: these are where bugs can be. */
const answered: Readonly<Record<QueryService, readonly string[]>> = {
  iam: withFavourites(iamOperations.map(({ name }) => name)),
  sts: withFavourites(stsOperations.map(({ name }) => name)),
};

function withFavourites(operations: readonly string[]): string[] {
  return [
    ...operations,
    ...operations.filter((name) => /^(?:Create|Put|Attach|Simulate|Assume|Tag)/.test(name)),
  ];
}

type Pair = readonly [string, string];

export interface QueryDraft {
  readonly service: QueryService;
  readonly operation: string;
  readonly request: RawRequest;
}

/** `damage`: how much is to be wrong; 0 leaves the request as a client would send it. */
export function draftQuery(rng: Rng, world: World, damage: number): QueryDraft {
  const service: QueryService = rng.chance(0.3) ? "sts" : "iam";
  const model = serviceModels[service];
  const operation = pickOperation(rng, rng.chance(0.9) ? answered[service] : Object.keys(model.operations));
  const input = model.operations[operation]?.input;
  let pairs: Pair[] = [
    ["Action", operation],
    ["Version", model.version],
    ...(input === undefined ? [] : structurePairs(rng, world, model, input, "")),
  ];
  for (let count = damage; count > 0; count -= 1) pairs = damagePairs(rng, pairs);
  let body: Uint8Array = Buffer.from(
    pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&"),
  );
  if (damage > 0 && rng.chance(0.08)) body = mutateBytes(rng, body);
  return { service, operation, request: carry(rng, world, body) };
}

function pickOperation(rng: Rng, operations: readonly string[]): string {
  const picked = rng.pick(operations);
  return slowOperations.has(picked) && rng.chance(0.95) ? "GetUser" : picked;
}

function carry(rng: Rng, world: World, body: Uint8Array): RawRequest {
  if (rng.chance(0.05) && body.length < 8_000) {
    const target = `/?${Buffer.from(body)
      .toString("latin1")
      .replace(/[^\x21-\x7e]|#/g, "%20")}`;
    return { method: "GET", target, headers: [["host", world.host]], body: new Uint8Array() };
  }
  const type = rng.chance(0.99) ? rng.pick([formType, `${formType}; charset=utf-8`]) : "application/json";
  return {
    method: "POST",
    target: "/",
    headers: [
      ["host", world.host],
      ["content-type", type],
    ],
    body,
  };
}

/** The first two pairs, Action and Version, are mostly left alone: what fails at dispatch tests little. */
function damagePairs(rng: Rng, pairs: readonly Pair[]): Pair[] {
  if (pairs.length <= 2 && rng.chance(0.97)) return [...pairs, [hostileText(rng), hostileText(rng)]];
  const at = rng.chance(0.02) ? rng.below(2) : rng.between(Math.min(2, pairs.length - 1), pairs.length - 1);
  const [name = "", value = ""] = pairs[at] ?? [];
  const others = pairs.filter((_, index) => index !== at);
  switch (rng.below(9)) {
    case 0:
      return others;
    case 1:
      return [...pairs, [name, hostileText(rng)]];
    case 2:
      return [...others, [name, hostileText(rng)]];
    case 3:
      return [...others, [name, mutateText(rng, value)]];
    case 4:
      return [...others, [mutateText(rng, name), value]];
    case 5:
      return [...pairs, [`${name}.member.${rng.pick(["1", "0", "-1", "x", "99999999999"])}`, value]];
    case 6:
      return [...pairs, [`${name}${".member.1".repeat(rng.between(1, 40))}`, value]];
    case 7:
      return rng.chance(0.05)
        ? [
            ...pairs,
            ...Array.from({ length: rng.between(500, 6_000) }, (_, i): Pair => [`Junk.member.${i}`, "x"]),
          ]
        : [...pairs, [hostileText(rng), hostileText(rng)]];
    default:
      return rng.chance(0.02)
        ? [...pairs, [name, "x".repeat(rng.between(10_000, 1_100_000))]]
        : [...pairs].reverse();
  }
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll("%20", "+");
}
