/**
 * Dates as AWS's older parser takes them: far looser than the ISO profile that is evaluated.
 * AWS: recorded answers; `01T` and `2016-12-13t2:00:00.593194+23` pass, `234-13` and ten digits of fraction do not.
 */

const maxEpochSeconds = 9_223_372_036_854_775_807n;
const minYear = -292_275_054;
const maxYear = 292_278_993;

/** Whether the older parser takes the text as a date. */
export function isLegacyDate(text: string): boolean {
  const lower = text.toLowerCase();
  if (!lower.includes("t") && !lower.includes("-")) return isEpoch(lower);
  const cut = lower.indexOf("t");
  return isDay(cut < 0 ? lower : lower.slice(0, cut)) && isTime(cut < 0 ? "" : lower.slice(cut + 1));
}

function isEpoch(text: string): boolean {
  return /^[0-9]{1,19}$/.test(text) && BigInt(text) <= maxEpochSeconds;
}

function isDay(text: string): boolean {
  const negative = text.startsWith("-");
  const [year = "", month, day, ...more] = (negative ? text.slice(1) : text).split("-");
  const yearNumber = numberOf(year) * (negative ? -1 : 1);
  return (
    more.length === 0 &&
    yearNumber >= minYear &&
    yearNumber <= maxYear &&
    isBetween(month, 1, 12) &&
    isBetween(day, 1, 31)
  );
}

function isTime(text: string): boolean {
  if (text === "") return true;
  const zoneAt = text.slice(1).search(/[z+-]/) + 1;
  const clock = zoneAt > 0 ? text.slice(0, zoneAt) : text;
  const [hour, minute, seconds, ...more] = clock.split(":");
  if (more.length > 0 || !isBetween(hour, 0, 23) || !isBetween(minute, 0, 59)) return false;
  return (seconds === undefined || isSeconds(seconds)) && (zoneAt === 0 || isZone(text.slice(zoneAt)));
}

function isSeconds(text: string): boolean {
  const [whole, fraction, ...more] = text.split(".");
  return more.length === 0 && isBetween(whole, 0, 59) && isBetween(fraction, 0, 999_999_999);
}

function isZone(text: string): boolean {
  if (text === "z") return true;
  const [hours = "", minutes, ...more] = text.slice(1).split(":");
  return (
    text[0] !== "z" &&
    more.length === 0 &&
    hours.length === 2 &&
    isBetween(hours, 0, 23) &&
    (minutes === undefined || (minutes.length === 2 && isBetween(minutes, 0, 59)))
  );
}

/** An absent part is fine. */
function isBetween(text: string | undefined, low: number, high: number): boolean {
  if (text === undefined) return true;
  const value = numberOf(text);
  return value >= low && value <= high;
}

/** NaN, which is between nothing, when the text is not digits. */
function numberOf(text: string): number {
  return /^[0-9]{1,20}$/.test(text) ? Number(text) : Number.NaN;
}
