export interface JsonChoice {
  readonly json?: boolean;
}

/** The whole answer for programs, one sentence for people. */
export function printAnswer(answer: unknown, { json }: JsonChoice, sentence: string): void {
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : `${sentence}\n`);
}
