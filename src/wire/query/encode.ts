/**
 * An operation's output → XML text. AWS: two spaces of indent, a newline at the end, no prolog; members in the order of
 * the model but for the few that AWS was seen to send in another; what is absent is left out.
 */
import { encodeBase64, formatInstant } from "../../base/index.ts";
import { type ApiOperation, shapeOf } from "../models/index.ts";
import type { ServiceModel, Shape, StructureShape } from "../models/model.ts";
import { escapeXml } from "../xml/write.ts";

/** AWS: results whose elements come in another order than the model's. */
const observedOrder: Readonly<Record<string, readonly string[]>> = {
  AssumeRoleResponse: ["SourceIdentity", "AssumedRoleUser", "Credentials", "PackedPolicySize"],
  GetCallerIdentityResponse: ["Arn", "UserId", "Account"],
};

/** A value that is there → its element with indent and newline. */
type Encoder = (value: unknown) => string;

const encoders = new Map<ApiOperation, (value: unknown, requestId: string) => string>();

/** `value` is what the operation's handler answered: `IamOperations[N]["output"]`. */
export function encodeOutput(operation: ApiOperation, value: unknown, requestId: string): string {
  let encode = encoders.get(operation);
  if (encode === undefined) {
    encode = compileOperation(operation);
    encoders.set(operation, encode);
  }
  return encode(value, requestId);
}

function compileOperation(operation: ApiOperation): (value: unknown, requestId: string) => string {
  const { name, model, output } = operation;
  const head = `<${name}Response xmlns="${model.namespace}">\n`;
  const middle = "  <ResponseMetadata>\n    <RequestId>";
  const tail = `</RequestId>\n  </ResponseMetadata>\n</${name}Response>\n`;
  if (output === undefined) return (_, requestId) => `${head}${middle}${escapeXml(requestId)}${tail}`;
  const result = compileStructure(model, output, `${name}Result`, "  ", observedOrder[`${name}Response`]);
  return (value, requestId) => `${head}${result(value ?? {})}${middle}${escapeXml(requestId)}${tail}`;
}

function compile(model: ServiceModel, shapeName: string, element: string, indent: string): Encoder {
  const shape = shapeOf(model, shapeName);
  switch (shape.type) {
    case "structure":
      return compileStructure(model, shape, element, indent);
    case "list":
      return shape.flattened === true
        ? compileItems(model, shape.member, element, indent)
        : wrap(element, indent, compileItems(model, shape.member, "member", `${indent}  `));
    case "map":
      return wrap(element, indent, compileEntries(model, shape.key, shape.value, `${indent}  `));
    default:
      return compileScalar(shape, element, indent);
  }
}

function compileStructure(
  model: ServiceModel,
  shape: StructureShape,
  element: string,
  indent: string,
  order: readonly string[] = Object.keys(shape.members),
): Encoder {
  const members = order.map((member): readonly [string, Encoder] => [
    member,
    compile(model, shape.members[member] ?? "", member, `${indent}  `),
  ]);
  return wrap(element, indent, (value) => {
    let text = "";
    for (const [member, encode] of members) {
      const item = (value as Readonly<Record<string, unknown>>)[member];
      if (item !== undefined) text += encode(item);
    }
    return text;
  });
}

function compileItems(model: ServiceModel, member: string, element: string, indent: string): Encoder {
  const encode = compile(model, member, element, indent);
  return (value) => {
    let text = "";
    for (const item of value as readonly unknown[]) text += encode(item);
    return text;
  };
}

function compileEntries(model: ServiceModel, key: string, value: string, indent: string): Encoder {
  const encodeKey = compile(model, key, "key", `${indent}  `);
  const encodeValue = compile(model, value, "value", `${indent}  `);
  return (map) =>
    Object.entries(map as Readonly<Record<string, unknown>>)
      .map(([name, item]) => `${indent}<entry>\n${encodeKey(name)}${encodeValue(item)}${indent}</entry>\n`)
      .join("");
}

function wrap(element: string, indent: string, inner: Encoder): Encoder {
  const [open, close, empty] = [
    `${indent}<${element}>\n`,
    `${indent}</${element}>\n`,
    `${indent}<${element}/>\n`,
  ];
  return (value) => {
    const text = inner(value);
    return text === "" ? empty : open + text + close;
  };
}

function compileScalar(shape: Shape, element: string, indent: string): Encoder {
  const [open, close] = [`${indent}<${element}>`, `</${element}>\n`];
  switch (shape.type) {
    case "timestamp":
      return (value) => open + formatInstant(value as number) + close;
    case "blob":
      return (value) => open + encodeBase64(value as Uint8Array) + close;
    default:
      return (value) => open + escapeXml(String(value)) + close;
  }
}
