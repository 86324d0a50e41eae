/** A clock that is off. AWS: general reference, "Signature Version 4: handling dates". */
import type { Facts } from "../facts.ts";
import type { Certainty, Remedy, Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { commandOf } from "./lines.ts";
import { instant, isRefusedWith, span, symptomEvidence } from "./words.ts";

/** AWS: general reference, SigV4: how far a signature's time may be away; S3's window is wider. */
export const windowMs = { s3: 15 * 60_000, others: 5 * 60_000 } as const;

export const clockSkew: Rule = {
  code: "clock-skew",
  page: "signature-expired",
  judge(facts) {
    const { symptom, endpoint, platform } = facts;
    const told = symptom?.clock;
    const toldMs = told && told.serviceMs - told.signedMs;
    const seenMs = endpoint?.clockOffsetMs;
    const isTimeRefused = told !== undefined || isRefusedWith(facts, "RequestTimeTooSkewed");
    const window = told?.windowMs ?? (symptom?.service === "s3" ? windowMs.s3 : windowMs.others);
    const isMeasured = seenMs !== undefined && Math.abs(seenMs) > window;
    const isSuspect =
      isTimeRefused || isRefusedWith(facts, "SignatureDoesNotMatch") || isRefusedWith(facts, "ExpiredToken");
    if (!isTimeRefused && !(isSuspect && isMeasured)) return undefined;
    return {
      certainty: clockCertainty(facts, isMeasured),
      what: clockWords(toldMs, seenMs, window),
      evidence: [
        ...symptomEvidence(facts),
        ...(told === undefined
          ? []
          : [
              {
                text: {
                  en: `signed at ${instant(told.signedMs)}; the service's time was ${instant(told.serviceMs)}`,
                  ja: `署名の時刻は ${instant(told.signedMs)}、サービスの時刻は ${instant(told.serviceMs)} でした`,
                },
              },
            ]),
        ...(endpoint?.clockOffsetMs === undefined
          ? []
          : [
              {
                text: {
                  en: `the Date header of ${endpoint.url} says ${instant(facts.nowMs + endpoint.clockOffsetMs)}, this machine ${instant(facts.nowMs)}`,
                  ja: `${endpoint.url} の Date ヘッダーは ${instant(facts.nowMs + endpoint.clockOffsetMs)}、このマシンは ${instant(facts.nowMs)} です`,
                },
              },
            ]),
      ],
      remedies: [seenMs !== undefined && !isMeasured ? signAgain(facts) : setClock(platform)],
    };
  },
};

function setClock(platform: Facts["platform"]): Remedy {
  return {
    by: "administrator",
    text: { en: "let the system set its clock", ja: "システムの時計を合わせます" },
    commands: [clockCommands[platform]],
  };
}

/** For a clock that has been set since. */
function signAgain(facts: Facts): Remedy {
  return {
    by: "you",
    text: {
      en: "ask again: what is signed now is in time; a signed link has to be made anew",
      ja: "もう一度実行します。今署名したものは有効です。署名付き URL は作り直してください",
    },
    commands: [commandOf(facts)],
  };
}

/** How sure it is that a clock was the cause. */
function clockCertainty(facts: Facts, isMeasured: boolean): Certainty {
  const { symptom, endpoint } = facts;
  // A session ends by the service's clock, whatever this one says; it only makes clients take it for young.
  if (isRefusedWith(facts, "ExpiredToken")) return "likely";
  if (isMeasured || symptom?.code !== "RequestExpired") return "certain";
  // It is said of a link whose time is over, too.
  return endpoint?.clockOffsetMs === undefined ? "likely" : "possible";
}

/** What a refusal tells was so when it was signed; a look at the endpoint's clock tells what is so now. */
function clockWords(toldMs: number | undefined, seenMs: number | undefined, window: number): Text {
  if (seenMs !== undefined && Math.abs(seenMs) > window) return measured(seenMs, window);
  if (toldMs === undefined) return seenMs === undefined ? unmeasured : unmeasuredAndOver;
  return seenMs === undefined ? measured(toldMs, window) : over(toldMs, window);
}

function measured(offsetMs: number, window: number): Text {
  const side = offsetMs >= 0 ? behind : ahead;
  const apart = span(offsetMs);
  return {
    en: `this machine's clock is ${apart.en} ${side.en} the service's, and a signature may be off by ${span(window).en} at most`,
    ja: `このマシンの時計はサービスの時計より ${apart.ja}${side.ja}。署名の時刻の許容差は ${span(window).ja}です`,
  };
}

/** Set right since, or another machine's. */
function over(toldMs: number, window: number): Text {
  const side = toldMs >= 0 ? behind : ahead;
  const apart = span(toldMs);
  return {
    en: `the clock that signed was ${apart.en} ${side.en} the service's, and a signature may be off by ${span(window).en} at most; this machine's clock is now right`,
    ja: `署名したときの時計はサービスの時計より ${apart.ja}${side.ja}。署名の時刻の許容差は ${span(window).ja}です。このマシンの時計は、今は合っています`,
  };
}

const unmeasured: Text = {
  en: "this machine's clock and the service's are too far apart; by how much is not known from here",
  ja: "このマシンの時計とサービスの時計の差が大きすぎます。どれだけずれているかは、ここからは分かりません",
};

const unmeasuredAndOver: Text = {
  en: "the clock that signed and the service's were too far apart; this machine's clock is now right",
  ja: "署名したときの時計とサービスの時計の差が大きすぎました。このマシンの時計は、今は合っています",
};

const behind = { en: "behind", ja: "遅れています" };
const ahead = { en: "ahead of", ja: "進んでいます" };

const clockCommands: Readonly<Record<Facts["platform"], string>> = {
  linux: "sudo timedatectl set-ntp true",
  darwin: "sudo sntp -sS time.apple.com",
  win32: "w32tm /resync",
};
