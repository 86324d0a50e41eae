/**
 * programs: other programs and the person's terminal, as the vault needs them. Which command line means what is pure;
 * running it is thin. May import: base. Start reading at `split-command.ts`, then `run-program.ts`.
 */
export { hasProgram, programCandidates } from "./find-program.ts";
export { describeEnd, type ProgramEnd, runProgram, shellCommand } from "./run-program.ts";
export { splitCommand } from "./split-command.ts";
export { hasTerminal, openTerminal, type Terminal } from "./terminal.ts";
