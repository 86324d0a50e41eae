/**
 * Points in time: the W3C profile of ISO 8601, or seconds since 1970. AWS: IAM user guide, "Date condition operators".
 * Four digits are a year. A time without zone is UTC.
 */

const isoForm =
  /^([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?(?:[Tt](?:([0-9]{1,2})(?::([0-9]{1,2})(?::([0-9]{1,2})(\.[0-9]{1,9})?)?)?)?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$/;

/** Milliseconds since 1970, with fractions; undefined when the text is no date. */
export function parseInstant(text: string): number | undefined {
  const usual = parseUsual(text);
  if (usual !== undefined) return usual;
  if (/^[0-9]{1,15}$/.test(text) && text.length !== 4) return Number(text) * 1000;
  const match = isoForm.exec(text);
  if (match === null) return undefined;
  const [, year, month = "1", day = "1", hour = "0", minute = "0", second = "0", fraction, zone] = match;
  const parts = [month, day, hour, minute, second].map(Number);
  const [monthNumber = 0, dayNumber = 0, hourNumber = 0, minuteNumber = 0, secondNumber = 0] = parts;
  if (monthNumber < 1 || monthNumber > 12 || hourNumber > 23 || minuteNumber > 59 || secondNumber > 59)
    return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), monthNumber - 1, dayNumber);
  if (date.getUTCDate() !== dayNumber) return undefined;
  const offset = parseZone(zone);
  if (offset === undefined) return undefined;
  const clock = (hourNumber * 60 + minuteNumber) * 60 + secondNumber + Number(`0${fraction ?? ""}`);
  return date.getTime() + (clock - offset) * 1000;
}

/** What AWS itself writes, and the authority with it: `2026-11-21T03:04:05Z`. undefined: to be looked at more closely. */
function parseUsual(text: string): number | undefined {
  if (text.length !== 20 || !isUsual(text)) return undefined;
  const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
  const month = digitsAt(text, 5);
  const day = digitsAt(text, 8);
  const hour = digitsAt(text, 11);
  const minute = digitsAt(text, 14);
  const second = digitsAt(text, 17);
  // The year 0 and the 29th of February are for the long way.
  if (year < 1 || day < 1 || day > (daysOf[month] ?? 0)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  return (((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/** Whether the marks between the digits are there. */
function isUsual(text: string): boolean {
  return (
    text.charCodeAt(10) === 0x54 &&
    text.charCodeAt(19) === 0x5a &&
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a
  );
}

/** Of the months from 1 on, in a year that is no leap year. */
const daysOf = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const noDigits = -10_000;

/** Two digits as a number; far below zero when they are none. */
function digitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : noDigits;
}

/** In the Gregorian calendar, whose years begin in March here, so that leap days come last. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const leapDays = whole(years / 4) - whole(years / 100) + whole(years / 400);
  return years * 365 + leapDays + whole((153 * months + 2) / 5) + day - 719_469;
}

/** Of a number that is not negative. */
function whole(number: number): number {
  return number | 0;
}

/** Seconds east of Greenwich; undefined beyond a day. */
function parseZone(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * 60 * (zone[0] === "-" ? -1 : 1);
}
