/** A code of an MFA device, as it is asked for. */
export interface MfaQuestion {
  /** The device: an ARN, or a hardware device's serial number. */
  readonly serial: string;
  readonly profile: string;
  /** A command that prints the code, when the profile has one. */
  readonly process: string | undefined;
  /** 1 at first; each wrong or used code asks once more. */
  readonly attempt: number;
  /** Why it is asked again: lower case, one sentence without full stop. */
  readonly again?: string;
}

/** Gets one code. Rejects with a TegataError, exit code 3 where only a person could have given it. */
export type AskMfa = (question: MfaQuestion) => Promise<string>;

/** The one line that every driver shows: the words of the AWS CLI and AWS Vault, which scripts wait for. */
export function describeQuestion({ serial, again }: MfaQuestion): string {
  const question = `Enter MFA code for ${serial}`;
  return again === undefined ? question : `${again}; ${question}`;
}
