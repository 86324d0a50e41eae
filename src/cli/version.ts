import { readFileSync } from "node:fs";

/** From package.json, which lies two folders up from the sources and one up from the bundle. */
export const version: string = readVersion();

function readVersion(): string {
  for (const place of ["../../package.json", "../package.json"]) {
    try {
      const text: { name?: string; version?: string } = JSON.parse(
        readFileSync(new URL(place, import.meta.url), "utf8"),
      );
      if (text.name === "tegata" && text.version !== undefined) return text.version;
    } catch {
      // Not there: the other place.
    }
  }
  return "unknown";
}
