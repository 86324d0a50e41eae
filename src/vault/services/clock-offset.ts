/** This machine's clock against the service's, told by the `Date` of its answers. */
import { formatInstant } from "../../base/index.ts";
import type { ClockOffset } from "./connection.ts";

/** AWS: a signature is refused when it is more than five minutes away from the service's time. */
export const toleratedSkewMs = 5 * 60_000;

/**
 * The offset; undefined when the header is no date. A `Date` has whole seconds, so the time halfway between sending and
 * receiving is compared with the middle of its second.
 */
export function measureOffset(
  host: string,
  date: string | undefined,
  sentMs: number,
  receivedMs: number,
): ClockOffset | undefined {
  const service = Date.parse(date ?? "");
  if (Number.isNaN(service)) return undefined;
  return { host, milliseconds: Math.round(service + 500 - (sentMs + receivedMs) / 2) };
}

export function isSkewed({ milliseconds }: ClockOffset): boolean {
  return Math.abs(milliseconds) > toleratedSkewMs;
}

/** `this machine's clock is 7 minutes behind sts.…: here it is 2026-…, there 2026-…`. */
export function describeSkew({ host, milliseconds }: ClockOffset, nowMs: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  const side = milliseconds > 0 ? "behind" : "ahead of";
  const here = formatInstant(nowMs);
  const there = formatInstant(nowMs + milliseconds);
  return `this machine's clock is ${minutes} minutes ${side} ${host}: here it is ${here}, there ${there}`;
}
