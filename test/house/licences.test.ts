/** Whose code we use, and on which terms: everything the lock file names, and everything that is installed. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Terms that ask for no more than their notice. Anything else is looked at by a person before it is added. */
const allowed: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
]);

/** Whether an SPDX expression can be met by allowed licences alone. `AND` binds closer than `OR`; what is unknown is not met. */
function isAllowed(expression: unknown): boolean {
  if (typeof expression !== "string") return false;
  return expression
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((licence) => allowed.has(licence.trim())));
}

describe("licences", () => {
  it("isAllowed() refuses what is unknown, missing or asks for more", () => {
    for (const refused of [
      "AGPL-3.0-only",
      "GPL-3.0",
      "MIT AND GPL-2.0-only",
      "SEE LICENSE IN x",
      "",
      undefined,
    ])
      assert.equal(isAllowed(refused), false, String(refused));
    for (const met of ["MIT", "MIT OR Apache-2.0", "(AGPL-3.0-only OR MIT)", "MIT AND ISC"])
      assert.ok(isAllowed(met), met);
  });

  it("everything that the lock file names has a licence on the list", () => {
    const lock: { packages: Record<string, { license?: unknown }> } = JSON.parse(
      readFileSync(`${root}package-lock.json`, "utf8"),
    );
    const packages = Object.entries(lock.packages);
    assert.ok(packages.length > 50);
    assert.deepEqual(
      packages.filter(([, { license }]) => !isAllowed(license)).map(([path, { license }]) => [path, license]),
      [],
    );
  });

  it("everything that is installed has a licence on the list", () => {
    const manifests = globSync("node_modules/{,**/node_modules/}{*,@*/*}/package.json", { cwd: root });
    assert.ok(manifests.length > 50);
    const wrong = manifests
      .map((path) => ({ path, ...JSON.parse(readFileSync(root + path, "utf8")) }))
      .filter(({ name, version }) => name !== undefined && version !== undefined)
      .filter(({ license }) => !isAllowed(license))
      .map(({ path, license }) => [path, license]);
    assert.deepEqual(wrong, []);
  });

  it("NOTICE says where others' code and data in this repository come from", () => {
    const notice = readFileSync(`${root}NOTICE`, "utf8");
    assert.match(notice, /botocore/);
    assert.match(notice, /@cloud-copilot\/iam-data[\s\S]*MIT License[\s\S]*Act Security/);
    assert.match(notice, /THIRD-PARTY-LICENSES\.txt/);
  });
});
