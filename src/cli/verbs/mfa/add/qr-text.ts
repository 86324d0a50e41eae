/** A QR code as lines of a terminal: two modules in each character, one above the other. */

export interface QrModules {
  /** Modules on each side. */
  readonly size: number;
  /** Row by row; true is dark. */
  readonly isDark: (row: number, column: number) => boolean;
}

/** ISO/IEC 18004 asks for four modules of light around the code; readers of screens do with two, which fit 80 columns. */
const quietModules = 2;
const dark = "\u001b[30m";
const lightGround = "\u001b[107m";
const reset = "\u001b[0m";

/**
 * @param hasColour dark on light by the terminal's own colours. Without it light modules are drawn as blocks, which is
 * right where the ground is dark.
 */
export function renderQr({ size, isDark }: QrModules, hasColour: boolean): string {
  const at = (row: number, column: number): boolean =>
    row >= 0 && row < size && column >= 0 && column < size && isDark(row, column);
  const lines: string[] = [];
  for (let row = -quietModules; row < size + quietModules; row += 2) {
    let line = "";
    for (let column = -quietModules; column < size + quietModules; column += 1) {
      const upper = at(row, column);
      const lower = at(row + 1, column);
      line += hasColour ? block(upper, lower) : block(!upper, !lower);
    }
    lines.push(hasColour ? `${dark}${lightGround}${line}${reset}` : line);
  }
  return `${lines.join("\n")}\n`;
}

function block(isUpper: boolean, isLower: boolean): string {
  if (isUpper) return isLower ? "█" : "▀";
  return isLower ? "▄" : " ";
}
