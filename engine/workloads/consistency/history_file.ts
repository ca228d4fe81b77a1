/**
 * A history as lines of JSON: a head, an attempt each, and how it ended. Goes
 * in: what happened, or lines; comes out: lines, or the judgement that the run
 * itself came to. A run that was killed has no end, and is judged as far as
 * it got.
 */
import type { ConsistencyPromise } from "../../../backends/mod.ts";
import { LEVELS } from "../../history/mod.ts";
import { type AttemptRecord, OPERATIONS, OUTCOMES } from "./attempt_record.ts";
import type { ConsistencyReport } from "./consistency_report.ts";
import { HistoryBook } from "./history_book.ts";
import { judgeBook } from "./judge_book.ts";
import { KeySpace } from "./key_space.ts";

/** What is known before the first attempt. */
export interface HistoryHead {
  readonly version: 1;
  readonly runId: string;
  readonly target: string;
  /** Without secrets. */
  readonly url: string;
  readonly step: string;
  readonly seed: number;
  readonly clients: number;
  /** Names, by the number that attempts have. */
  readonly endpoints: readonly string[];
  readonly keyPrefix: string;
  readonly keys: number;
  /** The store claims conditions, so etags must differ. */
  readonly hasConditions: boolean;
  readonly promise: ConsistencyPromise;
}

/** The last line of a history that was not cut off. */
export interface HistoryEnd {
  readonly ended: Pick<ConsistencyReport, "stoppedBy" | "durationNs">;
}

/** A saved history, judged again. */
export interface JudgedHistory {
  readonly head: HistoryHead;
  readonly report: ConsistencyReport;
  /** It has no end: what was under way then is taken for possible. */
  readonly isCut: boolean;
}

/** One line, its end included. */
export function historyLine(
  value: HistoryHead | AttemptRecord | HistoryEnd,
): string {
  return `${JSON.stringify(value)}\n`;
}

/**
 * Fails with a `RangeError` that names the first line which is not of a
 * history; only the last line may be cut off.
 */
export function judgeHistory(lines: Iterable<string>): JudgedHistory {
  let reader: HistoryReader | null = null;
  let number = 0;
  let broken: string | null = null;
  for (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    if (broken !== null) throw new RangeError(broken);
    try {
      const value: unknown = JSON.parse(line);
      if (reader === null) reader = new HistoryReader(headOf(value));
      else reader.take(value);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      broken = `Cannot read line ${number} of the history: ${reason}`;
      if (!(error instanceof SyntaxError)) throw new RangeError(broken);
    }
  }
  if (reader === null) {
    throw new RangeError(broken ?? "Cannot judge the history: it is empty");
  }
  return reader.judge();
}

class HistoryReader {
  readonly #head: HistoryHead;
  readonly #book: HistoryBook;
  #end: HistoryEnd["ended"] | null = null;
  #lastNs = 0;

  constructor(head: HistoryHead) {
    const { keyPrefix: prefix, keys, endpoints, hasConditions } = head;
    this.#head = head;
    this.#book = new HistoryBook({
      space: new KeySpace({ prefix, keys }),
      endpoints,
      hasConditions,
    });
  }

  take(value: unknown): void {
    if (this.#end !== null) throw new RangeError("it comes after the end");
    if (isEnd(value)) {
      this.#end = value.ended;
      return;
    }
    const record = recordOf(value);
    this.#lastNs = Math.max(this.#lastNs, record.returnNs);
    this.#book.take(record);
  }

  judge(): JudgedHistory {
    const isCut = this.#end === null;
    if (isCut) this.#book.cut();
    const { seed, clients, endpoints } = this.#head;
    const report = judgeBook(this.#book, {
      seed,
      clients,
      endpoints,
      // What was not asked is in the run's own report.
      notAsked: [],
      durationNs: this.#end?.durationNs ?? this.#lastNs,
      stoppedBy: this.#end?.stoppedBy ?? "signal",
    });
    return { head: this.#head, report, isCut };
  }
}

function isEnd(value: unknown): value is HistoryEnd {
  return fieldOf(fieldOf(value, "ended"), "stoppedBy") !== undefined;
}

function headOf(value: unknown): HistoryHead {
  const level = fieldOf(fieldOf(value, "promise"), "level");
  const isHead = fieldOf(value, "version") === 1 &&
    typeof fieldOf(value, "keyPrefix") === "string" &&
    isCount(fieldOf(value, "keys")) && isCount(fieldOf(value, "clients")) &&
    isCount(fieldOf(value, "seed")) &&
    Array.isArray(fieldOf(value, "endpoints")) &&
    LEVELS.some((one) => one === level);
  if (!isHead) throw new RangeError("it is no head of a history, version 1");
  // Its fields were looked at one by one just above.
  return value as HistoryHead;
}

function recordOf(value: unknown): AttemptRecord {
  const isRecord = isCount(fieldOf(value, "id")) &&
    isCount(fieldOf(value, "client")) && isCount(fieldOf(value, "endpoint")) &&
    typeof fieldOf(value, "key") === "string" &&
    isTime(fieldOf(value, "callNs")) && isTime(fieldOf(value, "returnNs")) &&
    OPERATIONS.some((one) => one === fieldOf(value, "op")) &&
    OUTCOMES.some((one) => one === fieldOf(value, "outcome"));
  if (!isRecord) throw new RangeError("it is no attempt");
  // Its fields were looked at one by one just above.
  return value as AttemptRecord;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTime(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Reflect.get(value, name)
    : undefined;
}
