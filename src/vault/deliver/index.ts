/**
 * deliver: how credentials reach whoever needs them. As the environment of a child, as text for a shell or file, or from a
 * small server on this machine that renews them. Pure but for the servers, which their owner closes.
 * Start reading at `environment.ts`, then `container-server.ts`; `variables.ts` is the table of what a child must not see.
 */
export { createNetworkArguments, type DockerOptions, dockerArguments } from "./container-docker.ts";
export {
  addressesForContainers,
  type ContainerServer,
  type ContainerServerOptions,
  startContainerServer,
} from "./container-server.ts";
export { isContainerProgram, withDockerArguments } from "./docker-command.ts";
export {
  type ChildEnvironmentOptions,
  childEnvironment,
  credentialVariables,
  type Handover,
  shadowingVariables,
} from "./environment.ts";
export {
  type ChildEnd,
  type Command,
  defaultCommand,
  type ExecPlan,
  type ExecPlanOptions,
  execExitCodes,
  execPlan,
  exitCodeOfSignal,
  type FoundProgram,
  programCandidates,
  type SignalRule,
  signalRules,
  startFailure,
} from "./exec-plan.ts";
export { type Exported, exportCredentials, unsetCredentials } from "./export.ts";
export { type ExportFormat, exportFormats, formatAliases, parseExportFormat } from "./formats.ts";
export {
  type MetadataServer,
  type MetadataServerOptions,
  metadataVariables,
  startMetadataServer,
} from "./metadata-server.ts";
export { detectShell, type Shell, setLine, shells, unsetLine } from "./quoting.ts";
export { RenewingCredentials, type RenewingOptions, renewalLimits } from "./renewing.ts";
export { shadowOfServer } from "./shadowed-server.ts";
