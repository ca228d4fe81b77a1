/** What a copy tells at its end, as text and as JSON; and its exit code. */
import type { FaultsMet } from "../arm_faults.ts";
import type { ExitCode } from "../exit_code.ts";
import type { Unnamed } from "./collect_unnamed.ts";
import type { CopyTally } from "./copy_tally.ts";
import { sizeText } from "./size_text.ts";

/** Version of the JSON. */
export const COPY_JSON_VERSION = 1;

/** A copy, or a check of a manifest, that has ended. */
export interface CopyEnd {
  readonly verb: "copied" | "checked";
  readonly source: string;
  readonly destination: string | null;
  readonly digests: readonly string[];
  readonly tally: CopyTally;
  /** Entries that are no files: links, sockets, devices. */
  readonly passedOver: readonly string[];
  /** Objects at the place that the manifest does not name; `null`: no manifest. */
  readonly unnamed: Unnamed | null;
  readonly elapsedNs: number;
  readonly memoryBytes: number;
  /** Of the whole process, at its highest. */
  readonly residentBytesMax: number;
  readonly isInterrupted: boolean;
  /** What was made to fail on purpose. */
  readonly faults: FaultsMet;
  /** Files that were written: manifest, journal. */
  readonly kept: readonly (readonly [string, string])[];
}

/** Troubles shown in the text; the JSON has all. */
const TROUBLES_SHOWN = 20;
const UNNAMED_SHOWN = 5;
const PASSED_OVER = "passed over: links, marks of folders and the like";

/** A difference of bytes goes before every failure. */
export function copyExit(end: CopyEnd): ExitCode {
  const { tally } = end;
  if (tally.findings > 0) return 1;
  if (end.isInterrupted) return 130;
  if (tally.countOf("failed") > 0) return 3;
  if (tally.countOf("refused") > 0) return 2;
  return tally.copiedObjects + tally.passedObjects === 0 ? 4 : 0;
}

const VERDICTS: Readonly<Partial<Record<ExitCode, string>>> = {
  0: "PASS",
  2: "REFUSED: not all could be done as asked",
  1: "FAIL: bytes differ from what was stated of them",
  3: "FAILED: not all could be done",
  4: "NOTHING: there is no such object, and none below it",
  130: "INTERRUPTED",
};

/** Lines for people; of many troubles the first ones. */
export function renderCopy(end: CopyEnd): string {
  const { tally, verb } = end;
  const rate = end.elapsedNs <= 0
    ? 0
    : tally.copiedBytes / (end.elapsedNs / 1e9);
  const lines = [
    `${verb} ${objectsText(tally)}, ` +
    `${sizeText(tally.copiedBytes)} in ` +
    `${(end.elapsedNs / 1e9).toFixed(2)} s, ${sizeText(rate)}/s`,
    comparedText(end),
    ...unconfirmedText(end),
    `digests ${end.digests.join(" ")}` +
    `${end.digests.length > 1 ? " in one pass" : ""}; memory ` +
    `${sizeText(tally.memoryPeakBytes)} of ${sizeText(end.memoryBytes)} at ` +
    `its peak, process ${sizeText(end.residentBytesMax)}`,
    ...told(tally.passedObjects, "done before, and not copied again", "object"),
    ...told(tally.interruptedObjects, "interrupted", "object"),
    ...(tally.passedBytes === 0
      ? []
      : [`${sizeText(tally.passedBytes)} were there already, and not sent`]),
    ...told(tally.retries, "sent again", "request"),
    ...told(end.passedOver.length, PASSED_OVER, "entry"),
    ...unnamedText(end.unnamed),
    ...tally.troubles.slice(0, TROUBLES_SHOWN).map(({ kind, text }) =>
      `${kind === "finding" ? "FINDING" : kind}  ${text}`
    ),
    ...told(
      Math.max(0, tally.troubles.length - TROUBLES_SHOWN),
      "more went wrong: see --json",
      "object",
    ),
    ...leftText(tally),
    ...end.faults.faultsArmed.map((text) => `fault  ${text}`),
    ...end.kept.map(([what, path]) => `${what}  ${path}`),
    VERDICTS[copyExit(end)] ?? "",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function objectsText(tally: CopyTally): string {
  const { copiedObjects, passedObjects, totalObjects } = tally;
  return copiedObjects + passedObjects >= totalObjects
    ? count(copiedObjects, "object")
    : `${copiedObjects.toLocaleString("en")} of ` +
      count(totalObjects, "object");
}

/** Invisible, and paid for until somebody ends them. */
function leftText({ leftovers }: CopyTally): string[] {
  return [
    ...leftovers.slice(0, TROUBLES_SHOWN).map(({ key, name, failure }) =>
      `unfinished  ${JSON.stringify(key)} stays as "${name}": ` +
      (failure ?? "the journal goes on with it")
    ),
    ...told(
      Math.max(0, leftovers.length - TROUBLES_SHOWN),
      "more unfinished: see --json",
      "object",
    ),
  ];
}

/** No finding: a place may hold more than was copied to it. */
function unnamedText(unnamed: Unnamed | null): string[] {
  if (unnamed === null) return [];
  const { failure, keys } = unnamed;
  const shown = keys.slice(0, UNNAMED_SHOWN).map((key) => JSON.stringify(key));
  const more = unnamed.count > shown.length ? ", ..." : "";
  const found = `${count(unnamed.count, "object")} at the place that the ` +
    `manifest does not name: ${shown.join(", ")}${more}`;
  const further = unnamed.count > 0 ? "further " : "";
  return [
    ...(unnamed.count > 0 ? [found] : []),
    ...(failure === null ? [] : [
      `not looked ${further}for what the manifest does not name: ${failure}`,
    ]),
  ];
}

/** Who else said what the bytes are. Nobody, of most files. */
function comparedText({ tally, verb }: CopyEnd): string {
  const { destination, manifest, source } = tally.agreed;
  const of = (number: number) => `${number} of ${tally.copiedObjects}`;
  return verb === "checked"
    ? `compared: ${of(manifest)} with the manifest, ${of(source)} with what ` +
      "the place states"
    : `compared: ${of(source)} with what the source states, ` +
      `${of(destination)} with what the destination states or gives back`;
}

/** That the bytes left right is no proof of what has arrived. */
function unconfirmedText({ tally, verb }: CopyEnd): string[] {
  const unsaid = tally.copiedObjects - tally.agreed.destination;
  if (verb === "checked" || unsaid === 0) return [];
  return [
    `nothing says what the destination holds of ${count(unsaid, "object")}: ` +
    "--read-back asks it",
  ];
}

/** Plain values; `durationNs` and sizes are numbers. */
export function copyJson(end: CopyEnd) {
  const { faults, tally } = end;
  return {
    // First, so that nobody takes it for the report of a clean copy.
    ...(faults.faultsArmed.length === 0 ? {} : faults),
    format: "stor-verify-copy",
    version: COPY_JSON_VERSION,
    verb: end.verb,
    source: end.source,
    destination: end.destination,
    digests: end.digests,
    verdict: VERDICTS[copyExit(end)] ?? "",
    exit: copyExit(end),
    elapsedNs: end.elapsedNs,
    objects: {
      total: tally.totalObjects,
      done: tally.copiedObjects,
      doneBefore: tally.passedObjects,
      interrupted: tally.interruptedObjects,
      failed: tally.countOf("failed"),
      refused: tally.countOf("refused"),
      findings: tally.findings,
      passedOver: end.passedOver.length,
      // Unless the place was listed to its end, nobody knows.
      unnamed: end.unnamed === null
        ? 0
        : end.unnamed.failure === null
        ? end.unnamed.count
        : null,
    },
    bytes: { done: tally.copiedBytes, notSentAgain: tally.passedBytes },
    agreed: tally.agreed,
    retries: tally.retries,
    memory: {
      limitBytes: end.memoryBytes,
      peakBytes: tally.memoryPeakBytes,
      residentBytesMax: end.residentBytesMax,
    },
    troubles: tally.troubles,
    unfinished: tally.leftovers,
    passedOver: end.passedOver,
    unnamed: end.unnamed?.keys ?? [],
    unnamedFailure: end.unnamed?.failure ?? null,
  };
}

function told(number: number, what: string, noun: string): string[] {
  return number === 0 ? [] : [`${count(number, noun)} ${what}`];
}

function count(number: number, noun: string): string {
  const many = noun === "entry" ? "entries" : `${noun}s`;
  return `${number.toLocaleString("en")} ${number === 1 ? noun : many}`;
}
