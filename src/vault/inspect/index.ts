/**
 * inspect: what is known of a profile's credentials before anything is called, and what is odd about it. Facts are plain
 * data without secrets, made from files, environment, rights and plan; `whoami` and the doctor read the same.
 * May import: base, deliver's quoting, plan, profiles, services. Start reading at `facts.ts`, then `inspect-profile.ts`.
 */
export { awsCliSources } from "./aws-cli-sources.ts";
export { environmentFindings, type KnownExpiration, keyVariables } from "./environment.ts";
export type {
  AwsCliSource,
  AwsCliType,
  ConfigurationRow,
  ProfileFacts,
  SettingFact,
  SourceFact,
} from "./facts.ts";
export { type Finding, type FindingCode, findingKinds } from "./findings.ts";
export { differencesIn, factsIn, type PrintedFacts } from "./in-language.ts";
export { type InspectInput, inspectProfile } from "./inspect-profile.ts";
export { maskValue } from "./mask.ts";
export { configurationRows, notAsked } from "./rows.ts";
export { type ComparedValue, compareProfiles, type Difference, describeSettings } from "./settings.ts";
export { type ExportedVariable, findExports, startupFiles } from "./startup-files.ts";
export { type FileFacts, readSurroundings, type Surroundings } from "./surroundings.ts";
