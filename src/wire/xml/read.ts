/** XML text → a tree of elements. No DTD, no entities but XML's own five, limited in size and depth. */
import { SaxesParser } from "saxes";
import { maxXmlBytes, maxXmlDepth, maxXmlElements } from "./limits.ts";

export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  /** The namespace; empty when there is none. */
  readonly namespace: string;
  readonly children: readonly XmlElement[];
  /** Character data directly inside, CDATA included. */
  readonly text: string;
}

/** Why bytes are not XML that we read; for the operator. */
export class XmlFailure extends Error {}

interface OpenElement {
  name: string;
  namespace: string;
  children: XmlElement[];
  text: string;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** The root element of a whole document in UTF-8. Throws XmlFailure, nothing else. */
export function parseXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > maxXmlBytes) throw new XmlFailure(`longer than ${maxXmlBytes} bytes`);
  return parseText(decodeUtf8(bytes));
}

function parseText(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on("error", (error) => {
    throw new XmlFailure(error.message);
  });
  // SECURITY: a DTD brings entities, and with them expansion bombs and files of this machine.
  parser.on("doctype", () => {
    throw new XmlFailure("a document type declaration");
  });
  parser.on("opentag", (tag) => {
    elements += 1;
    if (elements > maxXmlElements) throw new XmlFailure(`more than ${maxXmlElements} elements`);
    if (open.length >= maxXmlDepth) throw new XmlFailure(`deeper than ${maxXmlDepth} elements`);
    const element: OpenElement = { name: tag.local, namespace: tag.uri, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    if (open.length === 0) root = element;
  });
  parser.write(text).close();
  if (root === undefined) throw new XmlFailure("no root element");
  return root;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new XmlFailure("not UTF-8");
  }
}
