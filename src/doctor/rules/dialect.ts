/** One line, two readings. AWS: SDKs and tools reference, "Shared config and credentials files: format". */
import type { Warning } from "../../vault/profiles/index.ts";
import { describePlace, type Place } from "../../vault/profiles/index.ts";
import type { Facts } from "../facts.ts";
import type { Remedy } from "../finding.ts";
import type { Judgement, Rule } from "../judge/rule.ts";
import { hidden } from "../redact.ts";
import { editLine } from "./lines.ts";
import { isClientFailure, isRefusedWith, profileOption, same, symptomEvidence, word } from "./words.ts";

interface Line {
  /** As `aws configure set` knows it; undefined for what no command line should bear. */
  readonly setting: string | undefined;
  readonly value: string | undefined;
  readonly place: Place | undefined;
}

export const lineReadDifferently: Rule = {
  code: "line-read-differently",
  page: "profile-syntax",
  judge(facts) {
    const { symptom, files } = facts;
    const refused = refusedLines(facts);
    if (refused.length > 0) return judgeRefused(facts, refused);
    if (symptom === undefined) return undefined;
    const found = linesOf(facts).flatMap((line) => {
      const warning = files.warnings.find(
        ({ code, place }) => code === "ReadDifferently" && isSame(place, line.place),
      );
      return warning === undefined ? [] : [{ line, warning }];
    });
    const [first] = found;
    if (first === undefined) return undefined;
    const isOfKey = found.some(({ line }) => line.setting === undefined);
    const isKeyRefused =
      isRefusedWith(facts, "SignatureDoesNotMatch") || isRefusedWith(facts, "InvalidClientTokenId");
    const isRegion = symptom.code === "InvalidRegion" && found.some(({ line }) => line.setting === "region");
    return {
      certainty: (isOfKey && isKeyRefused) || isRegion ? "certain" : "possible",
      what: {
        en: `AWS's clients do not read this line alike: ${first.warning.message}`,
        ja: "クライアントによって読み方が異なる行があります。AWS CLI と boto3 は行末のコメントも値の一部とみなします",
      },
      evidence: [
        ...symptomEvidence(facts),
        ...found.map(({ warning }) => ({ text: same(warning.message), place: warning.place })),
      ],
      remedies: found.map(({ line, warning }) => remedyOf(facts, line, warning)),
    };
  },
};

/** Of a file that a program appended to each day, a person mends the first ones and asks again. */
const maxRefusedLines = 10;

/**
 * Lines for which the AWS CLI and boto3 refuse a whole file, whoever's they are; none where a client came further than
 * that. The vault and AWS's other SDKs read on.
 */
export function refusedLines(facts: Facts): readonly Warning[] {
  const { hasError, symptom, files } = facts;
  if (hasError && !isClientFailure(facts, "ProfileSyntax")) return [];
  const lines = files.warnings.filter(({ code }) => code === "Repeated" || code === "ByteOrderMark");
  const named = lines.filter(({ place }) => place.file === symptom?.named?.file);
  return (named.length > 0 ? named : lines).slice(0, maxRefusedLines);
}

function judgeRefused(facts: Facts, lines: readonly Warning[]): Judgement {
  const { symptom, shell, hasError } = facts;
  const isNamed = lines.some(({ place }) => place.file === symptom?.named?.file);
  const where = lines[0] === undefined ? "" : describePlace(lines[0].place);
  return {
    certainty: isNamed || !hasError ? "certain" : "likely",
    what: {
      en: `the AWS CLI and boto3 refuse the whole file for the line at ${where}, whatever profile is used`,
      ja: `AWS CLI と boto3 は、${where} の行のためにファイル全体を拒否します。どのプロファイルでも失敗します`,
    },
    evidence: [
      ...symptomEvidence(facts),
      ...lines.map(({ message, place }) => ({ text: same(message), place })),
    ],
    remedies: lines.map(({ code, place }) => ({
      by: "you-in-person",
      text: refusedWords[code === "ByteOrderMark" ? code : "Repeated"],
      commands: [editLine(shell, place)],
    })),
  };
}

const refusedWords = {
  Repeated: {
    en: "keep one of the two: what belongs together under one header, each setting once",
    ja: "どちらか 1 つにします。同じ見出しは 1 つにまとめ、各設定は 1 回だけ書きます",
  },
  ByteOrderMark: {
    en: "save the file as UTF-8 without a byte order mark",
    ja: "バイトオーダーマークなしの UTF-8 で保存します",
  },
} as const;

/** Lines that a client reads to make the call that failed. */
function linesOf({ files, profile }: Facts): readonly Line[] {
  const keys = files.keys.filter((key) => key.profile === profile.name);
  const named = [
    ["region", profile.region],
    ["endpoint_url", profile.endpointUrl],
    ["role_arn", profile.roleArn],
    ["source_profile", profile.sourceProfile],
    ["mfa_serial", profile.mfaSerial],
  ] as const;
  return [
    ...keys.flatMap(({ place, secretPlace }) =>
      [place, secretPlace].map((each) => ({ setting: undefined, value: undefined, place: each })),
    ),
    ...named.map(([setting, value]) => ({ setting, value: value?.value, place: value?.place })),
  ];
}

function remedyOf({ shell, profile }: Facts, { setting, value }: Line, { place }: Warning): Remedy {
  const text = {
    en: `put the comment of ${describePlace(place)} in a line of its own`,
    ja: `${describePlace(place)} のコメントを別の行に移します`,
  };
  // A secret stands in no command.
  if (setting === undefined || value === undefined || value.includes(hidden))
    return { by: "you-in-person", text, commands: [editLine(shell, place)] };
  return {
    by: "you",
    text,
    commands: [`aws configure set ${setting} ${word(shell, value)} ${profileOption(shell, profile.name)}`],
  };
}

function isSame(left: Place, right: Place | undefined): boolean {
  return right !== undefined && left.file === right.file && left.line === right.line;
}
