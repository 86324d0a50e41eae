/** The servers that are compared, each a process of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface BenchServer {
  readonly port: number;
  readonly pid: number;
  /** From its start until it answered, milliseconds. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

export interface TegataServer extends BenchServer {
  readonly endpoint: string;
  readonly account: string;
  readonly credentialsFile: string;
}

const patienceMs = 30_000;

export async function startTegata(): Promise<TegataServer> {
  const folder = mkdtempSync(join(tmpdir(), "tegata-bench-"));
  const readyFile = join(folder, "ready.json");
  const main = new URL("../bin/tegata.mjs", import.meta.url).pathname;
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [main, "serve", "--port", "0", "--data", ":memory:", "--ready-file", readyFile],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  await until(child, "tegata", () => existsSync(readyFile));
  const readyMs = performance.now() - began;
  const { endpoint, account, credentialsFile } = JSON.parse(readFileSync(readyFile, "utf8"));
  const stop = async () => {
    await terminate(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const port = Number(new URL(endpoint).port);
  return { port, pid: child.pid ?? 0, readyMs, stop, endpoint, account, credentialsFile };
}

export async function startBare(): Promise<BenchServer> {
  const began = performance.now();
  const child = spawn(process.execPath, [new URL("bare-server.ts", import.meta.url).pathname], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const readyMs = performance.now() - began;
  return { port: Number(String(line)), pid: child.pid ?? 0, readyMs, stop: () => terminate(child) };
}

/** Undefined when moto_server is not on this machine. */
export async function startMoto(): Promise<(BenchServer & { readonly version: string }) | undefined> {
  const interpreter = motoInterpreter();
  if (interpreter === undefined) return undefined;
  const port = await freePort();
  const began = performance.now();
  const child = spawn(interpreter.python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", `${port}`], {
    stdio: "ignore",
  });
  await until(child, "moto_server", () => answers(port));
  const readyMs = performance.now() - began;
  return { port, pid: child.pid ?? 0, readyMs, stop: () => terminate(child), version: interpreter.version };
}

/** The interpreter itself, and no shim around it: its CPU time is what counts. */
function motoInterpreter(): { python: string; version: string } | undefined {
  const code = "import sys, moto.server; print(sys.executable); print(moto.__version__)";
  const asked = spawnSync("python3", ["-c", code], { encoding: "utf8" });
  if (asked.status !== 0) return undefined;
  const [python = "", version = ""] = asked.stdout.split("\n");
  return { python, version };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/moto-api/`);
    return true;
  } catch {
    return false;
  }
}

async function until(
  child: ChildProcess,
  name: string,
  isReady: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > end) {
      child.kill();
      throw new Error(`${name} did not start`);
    }
    await sleep(5);
  }
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(timer);
}
