import type { SigningStyle } from "../request.ts";
import { canonicalizeEscapes, encodeUri } from "./percent.ts";

/** The path of a request line → CanonicalURI. */
export function canonicalPath(path: string, style: SigningStyle): string {
  if (path === "/" || path === "") return "/";
  const walked = style.normalizePath ? normalizePath(path) : path;
  return style.doubleEncode ? encodeUri(walked, true) : canonicalizeEscapes(walked, "path");
}

/** Takes out `.`, `..` and empty segments, keeping a trailing slash. RFC 3986, section 5.2.4. */
function normalizePath(path: string): string {
  if (!path.includes("//") && !path.includes("/.")) return path;
  const kept: string[] = [];
  const segments = path.split("/");
  for (const segment of segments) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") kept.pop();
    else kept.push(segment);
  }
  const last = segments[segments.length - 1] ?? "";
  const isFolder = kept.length > 0 && (last === "" || last === "." || last === "..");
  return `/${kept.join("/")}${isFolder ? "/" : ""}`;
}
