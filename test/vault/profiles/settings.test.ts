import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { TegataError } from "../../../src/base/index.ts";
import {
  endpointUrlOf,
  type ProfileSettings,
  settingsOf,
  settingsTable,
} from "../../../src/vault/profiles/index.ts";
import { configFile, credentialsFile, parseTexts } from "./texts.ts";

function settingsIn(config: string, credentials = "", name = "foo"): ProfileSettings {
  const found = settingsOf(parseTexts(config, credentials), name);
  assert.ok(found);
  return found;
}

test("settingsOf() knows no profile that no file has", () => {
  assert.equal(settingsOf(parseTexts("[default]"), "foo"), undefined);
});

test("settingsOf() gives typed values with their lines", () => {
  const { settings, problems } = settingsIn(
    [
      "[profile foo]",
      "duration_seconds = 7200",
      "use_fips_endpoint = TRUE",
      "session_tags = team=red, project = a=b,",
      "transitive_session_tags = team , project",
      "credential_source = EcsContainer",
      "sts_regional_endpoints = legacy",
      "region =",
    ].join("\n"),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(settings.durationSeconds, {
    value: 7200,
    place: { file: configFile, line: 2 },
    section: { kind: "profile", name: "foo" },
    shadows: [],
  });
  assert.equal(settings.useFipsEndpoint?.value, true);
  assert.deepEqual(
    [...(settings.sessionTags?.value ?? [])],
    [
      ["team", "red"],
      ["project", "a=b"],
    ],
  );
  assert.deepEqual(settings.transitiveSessionTags?.value, ["team", "project"]);
  assert.equal(settings.credentialSource?.value, "EcsContainer");
  assert.equal(settings.stsRegionalEndpoints?.value, "legacy");
  assert.equal(settings.region, undefined);
});

test("settingsOf() names every setting of its table", () => {
  const lines = Object.values(settingsTable).map(({ key }) => `${key} = true`);
  assert.equal(new Set(lines).size, lines.length);
  const sections = "[sso-session true]\n[services true]\n[profile true]";
  const { settings, problems } = settingsIn(`${sections}\n[profile foo]\n${lines.join("\n")}`);
  const invalid = problems.map(({ message }) => message.split(" ")[0]).sort();
  assert.deepEqual(invalid, [
    "credential_source",
    "duration_seconds",
    "session_tags",
    "sts_regional_endpoints",
  ]);
  assert.equal(Object.keys(settings).length + invalid.length, lines.length);
});

test("settingsOf() keeps secrets from being printed", () => {
  const { settings } = settingsIn("", "[foo]\naws_access_key_id = AKIA\naws_secret_access_key = hidden\n");
  assert.equal(settings.secretAccessKey?.value.reveal(), "hidden");
  assert.doesNotMatch(inspect(settings, { depth: 9 }) + JSON.stringify(settings), /hidden/);
});

test("settingsOf() shows what a setting overrules, in both files and through includes", () => {
  const { settings } = settingsIn(
    "[profile foo]\ninclude_profile = base\nregion = a\nregion = b\n[profile base]\nregion = c\n",
    "[foo]\nregion = d\n",
  );
  assert.equal(settings.region?.value, "d");
  assert.deepEqual(
    [settings.region?.place, ...(settings.region?.shadows ?? [])].map(
      (place) => `${place?.file}:${place?.line}`,
    ),
    [`${credentialsFile}:2`, `${configFile}:4`, `${configFile}:3`, `${configFile}:6`],
  );
});

test("settingsOf() includes profiles, but not their keys, and never [default] unasked", () => {
  const { settings, includes } = settingsIn(
    "[default]\nmfa_serial = m\n[profile foo]\ninclude_profile = a\n[profile a]\ninclude_profile = b\nexternal_id = x\n[profile b]\nregion = r\nexternal_id = y",
    "[a]\naws_access_key_id = AKIA\n",
  );
  assert.deepEqual(includes, ["a", "b"]);
  assert.equal(settings.region?.section.name, "b");
  assert.equal(settings.externalId?.value, "x");
  assert.equal(settings.accessKeyId, undefined);
  assert.equal(settings.mfaSerial, undefined);
});

test("settingsOf() refuses includes that go in a circle, with every line", () => {
  const config = "[profile foo]\ninclude_profile = a\n[profile a]\ninclude_profile = foo\n";
  assert.throws(
    () => settingsIn(config),
    (error) =>
      error instanceof TegataError &&
      error.code === "IncludeLoop" &&
      error.message ===
        `include_profile goes in a circle: "foo" (${configFile}:2) → "a" (${configFile}:4) → "foo"`,
  );
  assert.throws(() => settingsIn("[profile foo]\ninclude_profile = foo"), /circle: "foo" .* → "foo"$/);
  assert.throws(
    () => settingsIn("[profile foo]\ninclude_profile = no"),
    /includes "no" at .*config:2, and no file/,
  );
  const many = Array.from(
    { length: 30 },
    (_, index) => `[profile p${index}]\ninclude_profile = p${index + 1}`,
  );
  assert.throws(
    () => settingsIn(`[profile foo]\ninclude_profile = p0\n${many.join("\n")}`),
    /more than 20 profiles/,
  );
});

test("settingsOf() merges the sso-session", () => {
  const session =
    "[sso-session s]\nsso_start_url = https://s\nsso_region = r\nsso_registration_scopes = a, b\n";
  const { settings, problems } = settingsIn(`[profile foo]\nsso_session = s\nsso_region = r\n${session}`);
  assert.deepEqual(problems, []);
  assert.equal(settings.ssoStartUrl?.value, "https://s");
  assert.deepEqual(settings.ssoStartUrl?.section, { kind: "sso-session", name: "s" });
  assert.deepEqual(settings.ssoRegistrationScopes?.value, ["a", "b"]);
  assert.deepEqual(settings.ssoRegion?.place, { file: configFile, line: 6 });
});

const problems: readonly (readonly [code: string, config: string, sentence: RegExp])[] = [
  ["SsoSessionNotFound", "sso_session = s", /^sso_session "s" at .*config:2 is no section/],
  ["ServicesNotFound", "services = s", /^services "s" at .*config:2 is no section/],
  [
    "SsoContradiction",
    "sso_session = s\nsso_region = a\n[sso-session s]\nsso_region = b",
    /^sso_region at .*config:3 is not that of the sso_session at .*config:5$/,
  ],
  ["SettingInvalid", "duration_seconds = 1h", /^duration_seconds at .*config:2 must be whole seconds/],
  ["SettingInvalid", "duration_seconds = 0", /must be whole seconds/],
  ["SettingInvalid", "session_tags = a=1,a=2", /must be different key=value pairs/],
  ["SettingInvalid", "session_tags = a", /must be different key=value pairs/],
  [
    "SettingInvalid",
    "credential_source = environment",
    /must be Environment, Ec2InstanceMetadata or EcsContainer/,
  ],
  ["SettingInvalid", "use_fips_endpoint = yes", /must be true or false/],
];

for (const [code, config, sentence] of problems) {
  test(`settingsOf() reports ${code} for ${JSON.stringify(config)}`, () => {
    const [problem, ...others] = settingsIn(`[profile foo]\n${config}`).problems;
    assert.equal(problem?.code, code);
    assert.match(problem?.message ?? "", sentence);
    assert.ok(problem?.hint);
    assert.deepEqual(others, []);
  });
}

test("endpointUrlOf() goes by AWS's order", () => {
  const services = "[services s]\nsts =\n  endpoint_url = http://services\nsso_oidc =\n  other = 1\n";
  const profile = settingsIn(`[profile foo]\nservices = s\nendpoint_url = http://profile\n${services}`);
  const bare = settingsIn(
    "[profile foo]\nendpoint_url = http://profile\nignore_configured_endpoint_urls = true",
  );
  const all = { AWS_ENDPOINT_URL_STS: "http://one", AWS_ENDPOINT_URL: "http://all" };
  const urlOf = (...args: Parameters<typeof endpointUrlOf>) => endpointUrlOf(...args)?.url;
  assert.deepEqual(endpointUrlOf("sts", all, profile), {
    url: "http://one",
    by: { variable: "AWS_ENDPOINT_URL_STS" },
  });
  assert.equal(urlOf("sso_oidc", all, profile), "http://all");
  assert.equal(urlOf("sts", {}, profile), "http://services");
  assert.equal(urlOf("sso_oidc", {}, profile), "http://profile");
  assert.equal(urlOf("sts", {}), undefined);
  assert.equal(urlOf("sts", { ...all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, profile), undefined);
  assert.equal(urlOf("sts", {}, bare), undefined);
  assert.equal(urlOf("sts", { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" }, bare), "http://profile");
});
