/**
 * The forms in which AWS's clients print a service's refusal, each with the code, the sentence and, where it stands there,
 * the operation. What is more particular stands above.
 */
import { isCommonCode, isKnownCode } from "./codes.ts";
import { type Span, spanOf } from "./span.ts";

export interface PrintedRefusal extends Span {
  readonly code: string;
  readonly sentence: string;
  readonly operation?: string;
  readonly service?: string;
  /** Whether other programs print in this form, and with this word for a code. */
  readonly isLoose: boolean;
}

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
    client: "tegata",
    pattern: new RegExp(
      `(?<service>sts|iam|sso|sso-oidc|portal\\.sso):(?<operation>[A-Za-z]+) for profile [^\\n]{1,400}? was refused with ${code}(?:: (?<sentence>[^\\n]*))?`,
    ),
  },
  {
    client: "AWS SDK for Go v2, Terraform",
    pattern: new RegExp(
      `operation error (?<service>[A-Za-z0-9 ]+): (?<operation>[A-Za-z0-9]+), [^\\n]{0,1000}?api error ${code}: (?<sentence>[^\\n]*)`,
    ),
  },
  {
    client: "older Terraform, where it names the call",
    pattern: new RegExp(
      `error calling (?<service>[a-z0-9-]+):(?<operation>[A-Za-z0-9]+): ${code}: (?<sentence>[^\\n]*)`,
    ),
  },
  {
    client: "AWS SDK for Go v1, older Terraform",
    // Before it stands what was being done: `Error: reading the role: InvalidClientTokenId: …`.
    pattern:
      /(?:^|\n|: )(?<code>[A-Z][a-z]+[A-Z][A-Za-z.]*|Throttling): (?<sentence>[^\n]+)\n[ ]{0,20}(?:\tstatus code: \d{3})/,
  },
  {
    client: "AWS SDK for Java and .NET",
    pattern: new RegExp(
      `^(?<sentence>.*) \\(Service: (?<service>[A-Za-z0-9 ]{1,60})[;,] Status Code: \\d{3}[;,](?: Error Code: ${code};)?`,
      "m",
    ),
  },
  {
    client: "AWS SDK for Rust",
    pattern: new RegExp(`code: Some\\("${code}"\\), message: Some\\("(?<sentence>[^"\\n]*)"\\)`),
  },
  {
    client: "an answer in XML",
    pattern: new RegExp(`<Code>${code}</Code>(?:\\s{0,20}<Message>(?<sentence>[^<]*)</Message>)?`),
  },
  {
    client: "an answer in JSON",
    pattern: new RegExp(
      `"(?:__type|code|Code)"\\s*:\\s*"(?:[A-Za-z.0-9]+#)?${code}"(?:[^}]{0,400}?"[Mm]essage"\\s*:\\s*"(?<sentence>[^"]*)")?`,
    ),
    isLoose: true,
  },
  {
    client: "AWS SDK for JavaScript, Rust, PHP, and people who cite",
    pattern: new RegExp(`(?:^|[\\s"'(\\[])${code}(?:Error)?[:：]\\s*(?<sentence>[^\\n]+)`),
    isLoose: true,
  },
  {
    client: "people who cite the code alone",
    pattern: new RegExp(`^\\s{0,20}\\(?${code}\\)?\\s{0,20}$`),
    isLoose: true,
  },
];

const eachForm = forms.map(({ pattern, isLoose }) => ({
  isLoose,
  pattern: new RegExp(pattern, `${pattern.flags.replace("g", "")}g`),
}));

/** All refusals that are printed in a text, those of the more particular forms first. */
export function findRefusals(text: string): readonly PrintedRefusal[] {
  return eachForm.flatMap(({ pattern, isLoose }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const { code: refused, sentence, operation, service } = match.groups ?? {};
      if (refused === undefined || (isLoose && !isKnownCode(refused))) return [];
      return [
        {
          code: refused,
          sentence: (sentence ?? "").trim(),
          isLoose: isLoose === true && isCommonCode(refused),
          ...(operation !== undefined && { operation }),
          ...(service !== undefined && { service: service.trim() }),
          ...spanOf(match),
        },
      ];
    }),
  );
}
