/**
 * All that is known of a run, made of its attempts alone. Goes in: records in
 * the order in which they ended, live or from a file; comes out: a log for each
 * key, counts, and answers that are wrong by themselves.
 */
import { ABSENT, NEVER } from "../../history/mod.ts";
import type { AttemptRecord } from "./attempt_record.ts";
import { AttemptTally } from "./attempt_tally.ts";
import type { ConsistencyFindingName } from "./consistency_report.ts";
import type { Call, KeyLog, Look, Write } from "./key_log.ts";
import type { KeySpace } from "./key_space.ts";
import { lookAtPage, type PageEnd } from "./list_page_looks.ts";

/** An answer that is wrong by itself, whatever others did. */
export interface WrongAnswer {
  readonly name: ConsistencyFindingName;
  readonly key: string;
  readonly sentence: string;
  readonly rows: readonly (Look | Write)[];
}

export interface HistoryBookOptions {
  readonly space: KeySpace;
  /** Names, by the number that records have. */
  readonly endpoints: readonly string[];
  /** Conditions rest on etags: two values must not share one. */
  readonly hasConditions: boolean;
}

const WRONG_BODY = {
  "foreign": "A read returned bytes that this run has not written",
  "cross-object": "A read returned the bytes of another key",
  "torn": "A read returned bytes that are no whole value",
} as const;

/** Filled by `take`; judged by `judgeBook`. */
export class HistoryBook {
  readonly tally = new AttemptTally();
  readonly wrong: WrongAnswer[] = [];
  readonly #options: HistoryBookOptions;

  constructor(options: HistoryBookOptions) {
    this.#options = options;
  }

  get space(): KeySpace {
    return this.#options.space;
  }

  /** Returns where a page ended; `undefined` for what is no page. */
  take(record: AttemptRecord): PageEnd | undefined {
    this.tally.take(record);
    switch (record.op) {
      case "list":
        return this.#takePage(record);
      case "get":
      case "get range":
      case "head":
        this.#takeLook(record);
        return undefined;
      case "start upload":
      case "put part":
        return undefined;
      case "abort upload":
        this.#logOf(record).refuse(record.valueId ?? ABSENT);
        return undefined;
      default:
        this.#takeWrite(record);
        return undefined;
    }
  }

  /** The history has no end: writes may have been under way that it lacks. */
  cut(): void {
    for (const log of this.space.logs) log.cut();
  }

  #takeWrite(record: AttemptRecord): void {
    const { op, outcome, returnNs, basis, etag, valueId = ABSENT } = record;
    const log = this.#logOf(record);
    if (outcome === "fail") return log.refuse(valueId);
    const write: Write = {
      ...this.#callOf(record),
      kind: op === "delete" ? "delete" : "put",
      value: valueId,
      returnNs: outcome === "ok" ? returnNs : NEVER,
      ...(basis === undefined || outcome !== "ok" ? {} : { basis }),
      ...(typeof etag === "string" ? { etag } : {}),
    };
    const earlier = log.write(write);
    if (earlier !== undefined && this.#options.hasConditions) {
      const sentence = "Two different values were answered with the same etag";
      this.#note("etag reused", record.key, sentence, [earlier, write]);
    }
    if (op === "put damaged" && outcome === "ok") {
      const sentence = "A put was acknowledged though its checksum was wrong";
      this.#note("checksum ignored", record.key, sentence, [write]);
    }
  }

  #takeLook(record: AttemptRecord): void {
    if (record.outcome !== "ok") return;
    const { valueId, etag, wrong, key } = record;
    const look = this.#lookOf(record);
    if (wrong !== undefined) {
      const sentence = `${WRONG_BODY[wrong.name]}: ${wrong.text}`;
      return this.#note(wrong.name, key, sentence, [look]);
    }
    this.#logOf(record).look({
      ...look,
      ...(valueId === undefined ? {} : { value: valueId }),
      ...(etag === undefined ? {} : { etag }),
    });
  }

  #takePage(record: AttemptRecord): PageEnd | undefined {
    const { page, key: folder } = record;
    if (page === undefined || record.outcome !== "ok") return undefined;
    const look = this.#lookOf(record);
    return lookAtPage({
      page,
      look,
      logs: this.space.below(folder),
      folder,
      wrong: (name, key, sentence) => this.#note(name, key, sentence, [look]),
    });
  }

  #note(
    name: ConsistencyFindingName,
    key: string,
    ...[sentence, rows]: [string, WrongAnswer["rows"]]
  ): void {
    this.wrong.push({ name, key, sentence, rows });
  }

  #lookOf(record: AttemptRecord): Look {
    const { returnNs } = record;
    return { ...this.#callOf(record), kind: "get", returnNs };
  }

  #callOf({ op, client, endpoint, callNs, requestId }: AttemptRecord): Call {
    return {
      operation: op,
      client,
      endpoint: this.#options.endpoints[endpoint] ?? `endpoint ${endpoint}`,
      callNs,
      ...(requestId === undefined ? {} : { requestId }),
    };
  }

  #logOf({ key }: AttemptRecord): KeyLog {
    return this.space.find(key);
  }
}
