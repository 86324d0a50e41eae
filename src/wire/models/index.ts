/** The tables' door: what an operation of a service looks like. Start reading at `model.ts`. */
import { iamModel } from "./iam.generated.ts";
import type { ServiceModel, Shape, StructureShape } from "./model.ts";
import { stsModel } from "./sts.generated.ts";

export type QueryService = ServiceModel["service"];

export const serviceModels: Readonly<Record<QueryService, ServiceModel>> = { iam: iamModel, sts: stsModel };

/** One operation with its shapes looked up; there is one such object per operation, so it can be a map's key. */
export interface ApiOperation {
  readonly service: QueryService;
  readonly name: string;
  readonly model: ServiceModel;
  readonly input: StructureShape | undefined;
  readonly output: StructureShape | undefined;
}

const known = new Map<string, ApiOperation>();

/** The operation of that name in the service's model; undefined when AWS has none. */
export function findOperation(service: QueryService, name: string): ApiOperation | undefined {
  const found = known.get(`${service}:${name}`);
  if (found !== undefined) return found;
  const model = serviceModels[service];
  if (!Object.hasOwn(model.operations, name)) return undefined;
  const { input, output } = model.operations[name] ?? {};
  const operation: ApiOperation = {
    service,
    name,
    model,
    input: structureOf(model, input),
    output: structureOf(model, output),
  };
  known.set(`${service}:${name}`, operation);
  return operation;
}

/** A shape by name. An unknown name is a fault of the generated table. */
export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`${model.service}: no shape "${name}"`);
  return shape;
}

function structureOf(model: ServiceModel, name: string | undefined): StructureShape | undefined {
  if (name === undefined) return undefined;
  const shape = shapeOf(model, name);
  if (shape.type !== "structure") throw new Error(`${model.service}: "${name}" is no structure`);
  return shape;
}
