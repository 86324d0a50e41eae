/**
 * A failure from end to end: a command fails, `tegata why` names the cause, its first remedy is pasted into a fresh shell as
 * it stands, and the same command succeeds. Who must act in person, or as an administrator, is played by the test.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Actor, Certainty, Finding, Remedy } from "../../src/doctor/finding.ts";
import { findProgram, type Run } from "./aws-cli.ts";
import type { Key, RunningServer } from "./server.ts";
import { inTerminal } from "./terminals.ts";
import { makeVaultHome, type VaultHome } from "./vault-home.ts";

export interface Clinic {
  readonly home: VaultHome;
  /** A line in a fresh shell of this home, where `tegata` is a command. */
  sh(line: string, env?: Variables): Promise<Run>;
  /** The same on a terminal; each question is answered when it shows. */
  shInTerminal(exchanges: Exchanges, line: string, env?: Variables): Promise<Run>;
  /** `tegata why …`, and what it found. */
  why(args: string, env?: Variables, under?: string): Promise<Seen>;
  /** Fails unless the ailment is seen, told and mended. */
  cure(ailment: Ailment): Promise<Seen>;
}

export type Variables = Readonly<Record<string, string | undefined>>;
export type Exchanges = readonly (readonly [question: string, answer: string])[];

export interface Seen {
  readonly run: Run;
  readonly findings: readonly Finding[];
  readonly checked: readonly string[];
}

export interface Ailment {
  /** A line of the shell that fails now, and succeeds when the remedy was applied. */
  readonly command: string;
  /** What must be printed by the failing command. */
  readonly shows: RegExp;
  /** The argument of `why`; undefined: none is typed. */
  readonly profile?: string | undefined;
  /** What all runs under until it is mended: `faketime -f +10m `. */
  readonly under?: string;
  /** Of the shell in which everything happens; undefined takes one of the home's away. */
  readonly env?: Variables;
  /** `paste` hands over the printed error; `run` has `why` run the command, without shell syntax in it. Default `paste`. */
  readonly by?: "paste" | "run";
  /** The first finding: [code, certainty]. */
  readonly finding: readonly [code: string, certainty: Certainty];
  readonly actor: Actor;
  /** Which remedy is taken; default the first. */
  readonly remedy?: number;
  /** The person at the terminal: asked for at the moment of pasting, since a code lives 30 s. */
  readonly answers?: () => Exchanges | Promise<Exchanges>;
  /** The same for the failing command. */
  readonly asks?: () => Exchanges | Promise<Exchanges>;
  /** For what reads its standard input, as `aws configure` does. */
  readonly input?: string;
  /** A program that is the person at the terminal, before the shell that it is given. */
  readonly terminal?: readonly string[];
  /** The administrator, whose credentials run the printed commands. */
  readonly administrator?: { readonly server: RunningServer; readonly key?: Key };
  /** What nobody but the actor knows, written into a printed line: a new secret, an external id. */
  readonly fill?: (command: string) => string;
  /** Instead of pasting: for acts that no test can do to this machine (its clock). */
  readonly play?: (remedy: Remedy) => Promise<void>;
  /** The command when the remedy was played; default the same. */
  readonly again?: string;
}

export function openClinic(): Clinic {
  const home = makeVaultHome();
  const path = `${installPrograms(home)}:${process.env.PATH ?? ""}`;
  const inHome = (env: Variables = {}) => ({ env: { PATH: path, ...env } });
  const sh: Clinic["sh"] = (line, env) => home.run(["sh", "-c", line], inHome(env));
  const shInTerminal: Clinic["shInTerminal"] = (exchanges, line, env) =>
    home.run(inTerminal(exchanges, ["sh", "-c", line]), inHome(env));
  const why: Clinic["why"] = async (args, env, under = "") =>
    seenIn(await sh(`${under}tegata why --json ${args}`, env));

  const cure: Clinic["cure"] = async (ailment) => {
    const { shown, seen } = await fail(ailment);
    assert.match(shown, ailment.shows);
    const story = `${shown}\n${JSON.stringify(seen.findings, undefined, 1)}\n${seen.run.stderr}`;
    const [first] = seen.findings;
    assert.deepEqual([first?.code, first?.certainty], ailment.finding, story);
    const remedy = first?.remedies[ailment.remedy ?? 0];
    assert.ok(remedy !== undefined && remedy.by === ailment.actor, story);
    const mended = await mend(ailment, remedy);
    assert.equal(mended.code, 0, `${story}\n${mended.stdout}${mended.stderr}`);
    return seen;
  };

  /** Fails unless the command fails; with `run` that is once, under the eyes of `why`, which changes nothing of it. */
  const fail = async (ailment: Ailment): Promise<{ readonly shown: string; readonly seen: Seen }> => {
    const { command, env, profile = "", asks, under = "" } = ailment;
    if (ailment.by === "run") {
      const seen = await why(`${profile} -- ${command}`, env);
      assert.notEqual(seen.run.code, 0, `it does not fail: ${seen.run.stdout}`);
      return { shown: seen.run.stderr.replace(findingsAtEnd, ""), seen };
    }
    const failed =
      asks === undefined
        ? await sh(`${under}${command}`, env)
        : await shInTerminal(await asks(), command, env);
    assert.notEqual(failed.code, 0, `it does not fail: ${failed.stdout}`);
    // A terminal shows everything in one.
    const shown = asks === undefined ? failed.stderr : failed.stdout;
    return { shown, seen: await why(`${profile} --error ${quoted(shown)}`, env, under) };
  };

  const mend = async (ailment: Ailment, remedy: Remedy): Promise<Run> => {
    const { env, command, again = command, fill = (line) => line } = ailment;
    if (ailment.play !== undefined) {
      await ailment.play(remedy);
      return sh(again, env);
    }
    assert.ok(remedy.commands.length > 0, "there is something to paste");
    const lines = remedy.commands.map(fill);
    if (ailment.administrator !== undefined) {
      const done = await sh(script(lines), administratorOf(ailment.administrator));
      return done.code === 0 ? sh(again, env) : done;
    }
    const pasted = script([...lines, again]);
    if (ailment.terminal !== undefined)
      return home.run([...ailment.terminal, "sh", "-c", pasted], inHome(env));
    return ailment.answers === undefined
      ? home.run(["sh", "-c", pasted], { ...inHome(env), input: ailment.input ?? "" })
      : shInTerminal(await ailment.answers(), pasted, env);
  };
  return { home, sh, shInTerminal, why, cure };
}

/** A word of the shell, whatever it holds. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The environment of that key at that server. */
export function variablesOf(key: Key, server?: RunningServer): Variables {
  return {
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_SESSION_TOKEN: key.sessionToken,
    ...(server && { AWS_ENDPOINT_URL: server.endpoint, AWS_DEFAULT_REGION: "us-east-1" }),
  };
}

function administratorOf({ server, key = server.admin }: { server: RunningServer; key?: Key }): Variables {
  return { ...variablesOf(key, server), AWS_PROFILE: undefined };
}

/** Ends at the first line that fails, as a person would. */
function script(lines: readonly string[]): string {
  return ["set -e", ...lines].join("\n");
}

/** `tegata`, and the AWS CLI, whose version each `why` asks: it is asked once, and all else is the AWS CLI itself. */
function installPrograms({ folder, command }: VaultHome): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const write = (name: string, lines: readonly string[]) => {
    writeFileSync(join(bin, name), ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(join(bin, name), 0o755);
  };
  write("tegata", [`exec ${command.map(quoted).join(" ")} "$@"`]);
  const aws = findProgram("aws");
  if (aws !== undefined) {
    const version = execFileSync(aws, ["--version"], { encoding: "utf8" }).trim();
    write("aws", [
      `if [ "$*" = --version ]; then echo ${quoted(version)}; exit; fi`,
      `exec ${quoted(aws)} "$@"`,
    ]);
  }
  return bin;
}

const findingsAtEnd = /(?:^|\n)(\{\n[\s\S]*\n\})\n?$/;

/** With `-- COMMAND` the findings come after what the command printed there. */
function seenIn(run: Run): Seen {
  const text = findingsAtEnd.exec(run.stdout || run.stderr)?.[1];
  assert.ok(text !== undefined, `why says nothing: ${run.stdout}${run.stderr}`);
  return { run, ...(JSON.parse(text) as Pick<Seen, "findings" | "checked">) };
}
