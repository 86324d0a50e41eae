/** AWS CLI, `configure list`: sixteen stars and the last four characters. Of what is short, nothing is shown. */
export function maskValue(value: string): string {
  return "*".repeat(16) + (value.length >= minimalLength ? value.slice(-shownLength) : "");
}

const shownLength = 4;
/** AWS's keys have 16 characters and more. */
const minimalLength = 2 * shownLength;
