import type { SigningStyle } from "../request.ts";
import { canonicalizeEscapes, encodeUri } from "./percent.ts";

/** The path of a request line → CanonicalURI. */
export function canonicalPath(path: string, style: SigningStyle): string {
  if (path === "/" || path === "") return "/";
  const walked = style.normalizePath ? normalizePath(path) : path;
  return style.doubleEncode ? encodeUri(walked, true) : canonicalizeEscapes(walked, "path");
}

/**
 * Takes out `.`, `..` and empty segments; a slash at the very end stays. AWS: as botocore and the SDKs do, which
 * leave no slash behind for a path that ends with a dot segment, as RFC 3986, section 5.2.4 would.
 */
function normalizePath(path: string): string {
  if (!path.includes("//") && !path.includes("/.")) return path;
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") kept.pop();
    else kept.push(segment);
  }
  return `/${kept.join("/")}${kept.length > 0 && path.endsWith("/") ? "/" : ""}`;
}
