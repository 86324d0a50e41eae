/** How the tables of AWS's managed policies are written down: short words for statements. */

export interface AwsManagedPolicyFacts {
  readonly name: string;
  /** Default: "/". */
  readonly path?: string;
  /** AWS's default version when the table was written. */
  readonly version: string;
  /** When AWS made the policy, and its default version: ISO 8601. */
  readonly created: string;
  readonly updated: string;
  /** The document leaves out services that AWS's own names. */
  readonly reduced?: true;
  readonly statements: readonly AwsStatement[];
}

/** A statement as it stands in the document. */
export type AwsStatement = Readonly<Record<string, unknown>>;

interface StatementOptions {
  /** Resources, separated by white space; default "*". */
  readonly on?: string;
  readonly notOn?: string;
  readonly when?: unknown;
  readonly sid?: string;
}

/** `actions`: separated by white space. */
export function allow(actions: string, options: StatementOptions = {}): AwsStatement {
  return statement("Allow", "Action", actions, options);
}

export function allowAllBut(actions: string, options: StatementOptions = {}): AwsStatement {
  return statement("Allow", "NotAction", actions, options);
}

export function deny(actions: string, options: StatementOptions = {}): AwsStatement {
  return statement("Deny", "Action", actions, options);
}

function statement(
  effect: "Allow" | "Deny",
  element: "Action" | "NotAction",
  actions: string,
  { on = "*", notOn, when, sid }: StatementOptions,
): AwsStatement {
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    [element]: oneOrMany(actions),
    ...(notOn === undefined ? { Resource: oneOrMany(on) } : { NotResource: oneOrMany(notOn) }),
    ...(when === undefined ? {} : { Condition: when }),
  };
}

function oneOrMany(text: string): string | readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.length === 1 ? (words[0] ?? "") : words;
}
