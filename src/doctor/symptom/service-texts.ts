/**
 * The forms in which AWS's clients print a service's refusal, each with the code, the sentence and, where it stands there,
 * the operation. The first that fits counts: what is more particular stands above.
 */
import { isKnownCode } from "./codes.ts";

export interface PrintedRefusal {
  readonly code: string;
  readonly sentence: string;
  readonly operation?: string;
  readonly service?: string;
}

type Groups = Readonly<Record<string, string | undefined>>;

interface Form {
  /** For whoever looks for the form of a client. */
  readonly client: string;
  readonly pattern: RegExp;
  /** Other programs print in this form too: only a code that is AWS's counts. */
  readonly isLoose?: true;
}

/** Codes are words in capitals and small letters; some of EC2's have a dot within. */
const code = "(?<code>[A-Z][A-Za-z]+(?:\\.[A-Z][A-Za-z]+)*)";

const forms: readonly Form[] = [
  {
    client: "AWS CLI, boto3, boto",
    // Newer ones put "(reached max retries: 4)" between.
    pattern: new RegExp(
      `An error occurred \\(${code}\\) when calling the (?<operation>[A-Za-z0-9]+) operation(?: \\([^)]*\\))?:\\s*(?<sentence>[^\\n]*)`,
    ),
  },
  {
    client: "AWS SDK for Go v2, Terraform",
    pattern: new RegExp(
      `operation error (?<service>[A-Za-z0-9 ]+): (?<operation>[A-Za-z0-9]+), [^\\n]{0,1000}?api error ${code}: (?<sentence>[^\\n]*)`,
    ),
  },
  {
    client: "AWS SDK for Go v1, older Terraform",
    pattern: new RegExp(`(?:^|\\n|: )${code}: (?<sentence>[^\\n]+)\\n[ ]{0,20}(?:\\tstatus code: \\d{3})`),
  },
  {
    client: "AWS SDK for Java and .NET",
    pattern: new RegExp(
      `^(?<sentence>.*) \\(Service: (?<service>[A-Za-z0-9 ]{1,60})[;,] Status Code: \\d{3}[;,](?: Error Code: ${code};)?`,
      "m",
    ),
  },
  {
    client: "an answer in XML",
    pattern: new RegExp(`<Code>${code}</Code>(?:\\s{0,20}<Message>(?<sentence>[^<]*)</Message>)?`),
  },
  {
    client: "an answer in JSON",
    pattern: new RegExp(
      `"(?:__type|code|Code)"\\s*:\\s*"(?:[A-Za-z.0-9]+#)?${code}"(?:[^}]{0,400}?"[Mm]essage"\\s*:\\s*"(?<sentence>[^"]*)")?`,
      "g",
    ),
    isLoose: true,
  },
  {
    client: "AWS SDK for JavaScript, Rust, PHP, and people who cite",
    pattern: new RegExp(`(?:^|[\\s"'(\\[])${code}(?:Error)?[:：]\\s*(?<sentence>[^\\n]+)`, "g"),
    isLoose: true,
  },
];

/** undefined when no form fits. */
export function findRefusal(text: string): PrintedRefusal | undefined {
  for (const { pattern, isLoose } of forms) {
    const found = isLoose ? firstKnown(text, pattern) : pattern.exec(text)?.groups;
    if (found?.code === undefined) continue;
    const { code: refused, sentence, operation, service } = found;
    return {
      code: refused,
      sentence: (sentence ?? "").trim(),
      ...(operation !== undefined && { operation }),
      ...(service !== undefined && { service: service.trim() }),
    };
  }
  return undefined;
}

function firstKnown(text: string, pattern: RegExp): Groups | undefined {
  for (const { groups } of text.matchAll(pattern)) if (isKnownCode(groups?.code ?? "")) return groups;
  return undefined;
}
