/** S3's XML requests, as far as the authority speaks S3. What is not one of them ends in MalformedXML. */
import { s3Errors } from "./errors/s3.ts";
import { parseXml, type XmlElement, XmlFailure } from "./xml/read.ts";

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** AWS: DeleteObjects takes at most this many keys. */
export const maxDeletedKeys = 1_000;

export interface S3DeleteRequest {
  /** Whether only failures are to be answered. */
  readonly quiet: boolean;
  readonly objects: readonly { readonly key: string; readonly versionId?: string }[];
}

/** The region that CreateBucket asks for; undefined when the body is empty or names none. Throws MalformedXML. */
export function parseCreateBucket(body: Uint8Array): string | undefined {
  if (body.length === 0) return undefined;
  const root = parseRoot(body, "CreateBucketConfiguration");
  const text = childOf(root, "LocationConstraint")?.text.trim();
  return text === "" ? undefined : text;
}

/** The objects that DeleteObjects names, from 1 to maxDeletedKeys. Throws MalformedXML. */
export function parseDelete(body: Uint8Array): S3DeleteRequest {
  const root = parseRoot(body, "Delete");
  const objects = root.children.filter(({ name }) => name === "Object").map(parseObject);
  if (objects.length === 0) throw malformed("no objects");
  if (objects.length > maxDeletedKeys) throw malformed(`more than ${maxDeletedKeys} objects`);
  return { quiet: parseBoolean(childOf(root, "Quiet")?.text), objects };
}

function parseObject(element: XmlElement): { key: string; versionId?: string } {
  const key = childOf(element, "Key")?.text;
  if (key === undefined || key === "") throw malformed("an object without key");
  const versionId = childOf(element, "VersionId")?.text;
  return versionId === undefined ? { key } : { key, versionId };
}

function parseBoolean(text: string | undefined): boolean {
  const word = text?.trim().toLowerCase() ?? "false";
  if (word !== "true" && word !== "false") throw malformed("neither true nor false");
  return word === "true";
}

export function parseRoot(body: Uint8Array, name: string): XmlElement {
  const root = readElement(body);
  // AWS: some clients leave the namespace out.
  if (root.name !== name || (root.namespace !== namespace && root.namespace !== ""))
    throw malformed(`the root element is no ${name}`);
  return root;
}

function readElement(body: Uint8Array): XmlElement {
  try {
    return parseXml(body);
  } catch (error) {
    if (error instanceof XmlFailure) throw s3Errors.malformedXml().because(error.message);
    throw error;
  }
}

/** The one child of that name; a second one is refused rather than guessed at. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  const found = element.children.filter((child) => child.name === name);
  if (found.length > 1) throw malformed(`more than one ${name}`);
  return found[0];
}

export function malformed(detail: string): Error {
  return s3Errors.malformedXml().because(detail);
}
