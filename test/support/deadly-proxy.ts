/** A way to a server on which a process is killed with SIGKILL at its n-th request: before the server has it, or after. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { cleanEnvironment } from "./server.ts";
import type { VaultHome } from "./vault-home.ts";

export interface Death {
  /** 1 for the first request. */
  readonly at: number;
  /** The server answered, and the process never sees the answer. */
  readonly isAfter: boolean;
}

export interface DeadlyProxy {
  readonly endpoint: string;
  /** `Action` of each request since the last `run`. */
  readonly actions: readonly string[];
  /** `tegata …` in that home, killed as `death` says; undefined: it lives. */
  run(home: VaultHome, args: readonly string[], death?: Death): Promise<DeadlyRun>;
  close(): Promise<void>;
}

export interface DeadlyRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function startDeadlyProxy(target: string): Promise<DeadlyProxy> {
  let victim: { readonly child: ChildProcess; readonly death: Death | undefined } | undefined;
  let actions: string[] = [];
  const strike = (isAfter: boolean): boolean => {
    const { death, child } = victim ?? {};
    if (death === undefined || death.isAfter !== isAfter || death.at !== actions.length) return false;
    child?.kill("SIGKILL");
    return true;
  };
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    actions.push(new URLSearchParams(body.toString("latin1")).get("Action") ?? "");
    if (strike(false)) return;
    const { method, url, headers } = incoming;
    const forward = request(new URL(url ?? "/", target), { method, headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      if (strike(true)) return;
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(Buffer.concat(parts));
    });
    forward.once("error", () => outgoing.destroy());
    forward.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    get actions() {
      return actions;
    },
    run: async (home, args, death) => {
      actions = [];
      const [program, script] = home.command;
      const child = spawn(program, [script, ...args], {
        env: cleanEnvironment(home.env),
        stdio: ["ignore", "pipe", "pipe"],
      });
      victim = { child, death };
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
      const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
      victim = undefined;
      return { code, signal, stdout, stderr };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
