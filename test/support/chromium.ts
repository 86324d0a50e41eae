/** The machine's Chromium, without what it does by itself over the network. */
import { type Browser, chromium } from "playwright-core";
import { findProgram } from "./aws-cli.ts";

const path = findProgram("chromium") ?? findProgram("chromium-browser");

/** undefined where there is none: tests then say so by `needs(t, "chromium")`. */
export async function openChromium(): Promise<Browser | undefined> {
  if (path === undefined) return undefined;
  return chromium.launch({
    executablePath: path,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
