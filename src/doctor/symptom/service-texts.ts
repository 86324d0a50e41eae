/**
 * The forms in which AWS's clients print a service's refusal, each with the code, the sentence and, where it stands there,
 * the operation. What is more particular stands above.
 */
import { isCommonCode, isKnownCode, knownCodes } from "./codes.ts";
import { quotationAt } from "./quotation.ts";
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
  /** Other stores answer in this form too, with codes of their own. */
  readonly isXml?: true;
  /** Where the form has no code. */
  readonly implied?: string;
}

/** Codes are words in capitals and small letters; some of EC2's have a dot within. */
const word = "[A-Z][A-Za-z]+(?:\\.[A-Z][A-Za-z]+)*";
const code = `(?<code>${word})`;

/** For a form that whatever stands before a colon has: `Error: AccessDenied: …`. */
const knownCode = `(?<code>${knownCodes.filter((each) => /^[A-Z]/.test(each)).join("|")})`;

const forms: readonly Form[] = [
  {
    client: "AWS CLI, boto3, boto",
    // Newer ones put "(reached max retries: 4)" between. An answer to HEAD has no body, and the status is all there is.
    pattern: new RegExp(
      `An error occurred \\((?<code>${word}|40[03])\\) when calling the (?<operation>[A-Za-z0-9]+) operation(?: \\([^)]*\\))?:\\s*(?<sentence>[^\\n]*)`,
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
      `operation error (?<service>[A-Za-z0-9 ]+): (?<operation>[A-Za-z0-9]+), [^\\n]{0,1000}?(?:api error |StatusCode: \\d{3}, RequestID: [^,\\n]{0,80}, (?:HostID: [^,\\n]{0,200}, )?(?!HostID: |api error |InvalidGrantException))${code}: (?<sentence>[^\\n]*)`,
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
      `^(?:[^\\n]{0,400}?Exception: )?(?<sentence>.*) \\(Service: (?<service>[A-Za-z0-9 ]{1,60})[;,] Status Code: \\d{3}[;,](?: Error Code: ${code};)?`,
      "m",
    ),
  },
  {
    client: "AWS SDK for Java and .NET, of S3, which names no code",
    pattern: /S3Exception: (?<sentence>Access Denied|Forbidden)(?= \(Service: |\s|$)/,
    implied: "AccessDenied",
  },
  {
    client: "AWS SDK for Ruby",
    pattern: new RegExp(
      `^(?:[^\\n]{0,400}?in [\`'][^'\\n]{1,200}': )?(?<sentence>[^\\n]{1,2000}?) \\(Aws::(?<service>[A-Z][A-Za-z0-9]{1,60})::Errors::${code}\\)`,
      "m",
    ),
  },
  {
    client: "AWS SDK for Ruby, in Rails' log",
    pattern: new RegExp(
      `Aws::(?<service>[A-Z][A-Za-z0-9]{1,60})::Errors::${code} \\((?<sentence>[^\\n]*)\\):?$`,
      "m",
    ),
  },
  {
    client: "AWS SDK for Ruby, inspected",
    pattern: new RegExp(
      `Aws::(?<service>[A-Z][A-Za-z0-9]{1,60})::Errors::${code}(?:: (?<sentence>[^\\n>]*))?`,
    ),
  },
  {
    client: "AWS SDK for PHP",
    // Its log of the answer follows.
    pattern: new RegExp(
      `^ {0,8}${code} \\((?:client|server)\\): (?<sentence>[^\\n]*?)(?: - [<{][^\\n]*)?$`,
      "m",
    ),
  },
  {
    client: "AWS SDK for C++",
    pattern: new RegExp(`Exception name: ${code}\\n\\s{0,20}Error message: (?<sentence>[^\\n]*)`),
  },
  {
    client: "AWS SDK for C++, of a code that it does not know",
    pattern: new RegExp(`Unable to parse ExceptionName: ${code} Message: (?<sentence>[^\\n]*)`),
  },
  {
    client: "boto3's answer, as Python prints it",
    pattern: new RegExp(`'Code': '${code}'(?:, 'Message': (?<quote>["'])(?<sentence>[^\\n]*?)\\k<quote>)?`),
    isLoose: true,
  },
  {
    client: "AWS SDK for Rust, in a sentence",
    pattern: new RegExp(`code: "${code}", message: "(?<sentence>[^"\\n]*)"`),
  },
  {
    client: "AWS SDK for Rust",
    pattern: new RegExp(`code: Some\\("${code}"\\), message: Some\\("(?<sentence>[^"\\n]*)"\\)`),
  },
  {
    client: "an answer in XML",
    isXml: true,
    pattern: new RegExp(`<Code>${code}</Code>(?:\\s{0,20}<Message>(?<sentence>[^<]*)</Message>)?`),
  },
  {
    client: "an answer in JSON",
    pattern: new RegExp(
      `"(?:__type|code|Code)"\\s*:\\s*"(?:[A-Za-z.0-9]+#)?${code}"(?:[^}]{0,400}?"[Mm]essage"\\s*:\\s*"(?<sentence>(?:[^"\\\\]|\\\\.)*)")?`,
    ),
    isLoose: true,
  },
  {
    client: "AWS SDK for JavaScript, Rust, PHP, and people who cite",
    pattern: new RegExp(`(?:^|[\\s"'(\\[])${knownCode}(?:Error)?[\\])]?[:：]\\s*(?<sentence>[^\\n]+)`),
    isLoose: true,
  },
  {
    client: "people who cite the code alone",
    pattern: new RegExp(`^\\s{0,20}\\(?${code}\\)?\\s{0,20}$`),
    isLoose: true,
  },
];

const eachForm = forms.map((form) => ({
  ...form,
  pattern: new RegExp(form.pattern, `${form.pattern.flags}gd`),
}));

/** All refusals that are printed in a text, those of the more particular forms first. */
export function findRefusals(text: string): readonly PrintedRefusal[] {
  return eachForm.flatMap((form) =>
    [...text.matchAll(form.pattern)].flatMap((match) => {
      const { code: printed = form.implied, operation, service } = match.groups ?? {};
      if (printed === undefined || (form.isLoose && !isKnownCode(printed))) return [];
      return [
        {
          code: printed,
          sentence: sentenceOf(text, match),
          isLoose: form.isXml ? !isKnownCode(printed) : form.isLoose === true && isCommonCode(printed),
          ...(operation !== undefined && { operation }),
          ...(service !== undefined && { service: service.trim() }),
          ...spanOf(match),
        },
      ];
    }),
  );
}

/** As far as the quotation goes that it stands in: a log's `"msg":"…"`, Python's `ClientError('…')`. */
function sentenceOf(text: string, match: RegExpExecArray): string {
  const [start, end] = match.indices?.groups?.sentence ?? [0, 0];
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const quotation = start === end ? undefined : quotationAt(line, start - lineStart);
  const cut = quotation === undefined ? end : Math.min(end, lineStart + quotation.end);
  return text
    .slice(start, cut)
    .replace(/(?:\\n)+$/, "")
    .trim();
}
