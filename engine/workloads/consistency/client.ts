/**
 * One client at one endpoint: one operation after the other, each noted with
 * its times. Goes in: an operation and a key; comes out: attempts.
 *
 * A write that failed without a refusal may take effect at any time, and its
 * attempt says so. Nothing is tried twice, and no two attempts write the same
 * value, so a refused condition never hides a success of one's own.
 */
import type {
  Backend,
  ObjectFacts,
  StorageError,
} from "../../../backends/mod.ts";
import { ABSENT } from "../../history/mod.ts";
import type { ConsistencyOp } from "../../profile/mod.ts";
import { endingOf, storageFailure } from "./attempt_failure.ts";
import type { AttemptRecord } from "./attempt_record.ts";
import type { Contest } from "./contests.ts";
import { damagedChecksum } from "./damaged_checksum.ts";
import type { KeyLog, Version } from "./key_log.ts";
import type { KeyPlace } from "./key_space.ts";
import type { PageEnd } from "./list_page_looks.ts";
import type { SeededChoice } from "./seeded_choice.ts";
import { uploadValue } from "./upload_value.ts";
import { pieceBytes, piecesOf, readBody, STAMP_BYTES } from "./value_body.ts";

/** Stamps of every value at least, so that a range can lie in each. */
export const STAMPS_MIN = 16;
/** A list goes on for so many pages at most. */
const PAGES_MAX = 16;

/** A way into the store, and its number in the head of the history. */
export interface Way {
  readonly endpoint: number;
  readonly backend: Backend;
}

/** An attempt that has ended, before it is numbered. */
export type EndedAttempt = Omit<AttemptRecord, "id" | "attempt">;

export interface ClientOptions {
  readonly client: number;
  readonly way: Way;
  /** A second way, for requests that race with those of the first. */
  rival(): Promise<Way>;
  readonly choice: SeededChoice;
  /** 32 bits that mark the bodies of this run. */
  readonly run: number;
  /** Stamps of values that are put in one go. */
  readonly valueStamps: { readonly min: number; readonly max: number };
  /** Stamps of the first part of an upload. */
  readonly partStamps: number;
  nowNs(): number;
  /** Takes an attempt; returns where its page ended, if it has one. */
  note(attempt: EndedAttempt): PageEnd | undefined;
}

/** What is asked, before anybody knows what comes of it. */
export type Asked =
  & Pick<AttemptRecord, "op" | "key">
  & Partial<
    Pick<AttemptRecord, "valueId" | "basis" | "uploadId" | "part">
  >
  & { readonly ifMatch?: string; readonly ifNoneMatch?: "*" };

/** How an attempt ended; not noted yet. */
export interface Answered<T> {
  readonly ended: EndedAttempt;
  /** `null` when it failed; `missing` is an answer of its own. */
  readonly answer: T | null;
  readonly failure: StorageError | null;
}

/** Asks; rejects only when this program is wrong. */
export class Client {
  #operations = 0;

  constructor(readonly options: ClientOptions) {}

  /** Does one operation; what storage fails with is noted, not thrown. */
  async run(operation: ConsistencyOp, place: KeyPlace): Promise<void> {
    this.#operations += 1;
    const { log } = place;
    switch (operation) {
      case "put":
        return await this.#put(log, { op: "put" });
      case "putIfAbsent":
        return await this.#put(log, ABSENT_ONLY);
      case "putDamaged":
        return await this.#put(log, { op: "put damaged" });
      case "putIfMatch": {
        const version = this.#version(log);
        if (version === undefined) return await this.#get(log);
        return await this.#put(log, ifMatch(version));
      }
      case "delete":
        return await this.write(
          { op: "delete", key: log.key, valueId: ABSENT },
          ({ backend }) => backend.delete(log.key),
        );
      case "upload":
        return await uploadValue(this, log);
      case "get":
        return await this.#get(log);
      case "range": {
        const { choice } = this.options;
        return await this.#get(log, 1 + choice.below(STAMPS_MIN - 2));
      }
      case "head":
        return await this.#head(log);
      case "list":
        return await this.#list(place);
    }
  }

  /** Takes part in a contest that has begun. */
  async fight({ place: { log }, version }: Contest): Promise<void> {
    this.#operations += 1;
    const condition = version === undefined ? ABSENT_ONLY : ifMatch(version);
    await this.#put(log, condition);
  }

  /** Sends a write and notes how it ended. */
  async write(
    asked: Asked,
    send: (way: Way) => Promise<ObjectFacts | void>,
  ): Promise<void> {
    const { ended, answer } = await this.ask(asked, send);
    const etag = answer?.etag;
    this.options.note(etag === undefined ? ended : { ...ended, etag });
  }

  /** Sends by `way`, the client's own unless told otherwise, and takes times. */
  async ask<T>(
    asked: Asked,
    send: (way: Way) => Promise<T>,
    way: Way = this.options.way,
  ): Promise<Answered<T>> {
    const { client, nowNs } = this.options;
    const base = {
      logicalOp: this.#operations,
      client,
      endpoint: way.endpoint,
      ...asked,
      callNs: nowNs(),
    };
    try {
      const answer = await send(way);
      const returnNs = nowNs();
      const answered = way.backend.lastAnswer;
      const ended = { ...base, returnNs, ...answered, outcome: "ok" as const };
      return { ended, answer, failure: null };
    } catch (error) {
      const returnNs = nowNs();
      const answered = way.backend.lastAnswer;
      const failure = storageFailure(error);
      const ended = {
        ...base,
        returnNs,
        ...answered,
        ...endingOf(asked.op, failure),
      };
      return { ended, answer: null, failure };
    }
  }

  async #put(
    log: KeyLog,
    condition: Pick<Asked, "op" | "basis" | "ifMatch" | "ifNoneMatch">,
  ): Promise<void> {
    const { choice, run, valueStamps: { min, max } } = this.options;
    const shape = [min + choice.below(max - min + 1)];
    const value = log.make(shape);
    const [piece] = piecesOf(shape);
    if (piece === undefined) throw new Error("A body has one piece at least");
    const bytes = pieceBytes({ run, key: log.number, value }, piece);
    const { key } = log;
    await this.write(
      { ...condition, key, valueId: value },
      ({ backend }) => {
        if (condition.op === "put damaged") {
          const checksum = damagedChecksum(backend.capabilities);
          return backend.putChecked(key, bytes, checksum);
        }
        if (condition.ifMatch !== undefined) {
          return backend.putIfMatch(key, bytes, condition.ifMatch);
        }
        return condition.ifNoneMatch === undefined
          ? backend.put(key, bytes)
          : backend.putIfAbsent(key, bytes);
      },
    );
  }

  /** Mostly the newest version; else one that somebody has replaced by now. */
  #version(log: KeyLog): Version | undefined {
    const { choice } = this.options;
    const { recent } = log;
    const back = choice.below(4) === 0 ? choice.below(recent.length || 1) : 0;
    return recent.at(-1 - back);
  }

  async #get(log: KeyLog, firstStamp?: number): Promise<void> {
    const { run, choice } = this.options;
    const { key, number } = log;
    const stampCount = firstStamp === undefined
      ? undefined
      : 1 + choice.below(STAMPS_MIN - firstStamp);
    const range = firstStamp === undefined || stampCount === undefined
      ? undefined
      : { firstStamp, stampCount };
    const { ended, answer } = await this.ask(
      { op: range === undefined ? "get" : "get range", key },
      ({ backend }) =>
        range === undefined ? backend.get(key) : backend.getRange(key, {
          start: range.firstStamp * STAMP_BYTES,
          end: (range.firstStamp + range.stampCount) * STAMP_BYTES,
        }),
    );
    if (answer === null) return this.#noteMissing(ended, { valueId: ABSENT });
    const reading = readBody({
      bytes: answer,
      run,
      key: number,
      ...range,
      shapeOf: (value) => log.shapeOf(value),
    });
    const seen = reading.kind === "value"
      ? { valueId: reading.value }
      : { wrong: { name: reading.kind, text: reading.text } };
    this.options.note({ ...ended, ...seen });
  }

  async #head({ key }: KeyLog): Promise<void> {
    const { ended, answer } = await this.ask(
      { op: "head", key },
      ({ backend }) => backend.head(key),
    );
    if (answer === null) this.#noteMissing(ended, { etag: null });
    else this.options.note({ ...ended, etag: answer.etag });
  }

  /** A read that failed says nothing, unless that nothing is there. */
  #noteMissing(
    ended: EndedAttempt,
    seen: Pick<AttemptRecord, "valueId" | "etag">,
  ): void {
    const { failure, ...rest } = ended;
    const isMissing = failure?.kind === "NotFound";
    this.options.note(isMissing ? { ...rest, ...seen, outcome: "ok" } : ended);
  }

  async #list({ folder }: KeyPlace): Promise<void> {
    const { way: { backend }, choice } = this.options;
    const isPaged = backend.capabilities.has("listPaged") &&
      choice.below(3) === 0;
    const limit = isPaged ? { limit: 2 + choice.below(3) } : {};
    let after: string | undefined;
    let before: PageEnd | undefined;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const asked = {
        prefix: folder,
        ...limit,
        ...(after === undefined ? {} : { after }),
      };
      const { ended, answer } = await this.ask(
        { op: "list", key: folder },
        (way) => way.backend.list(asked),
      );
      if (answer === null) {
        this.options.note(ended);
        return;
      }
      after = answer.next;
      before = this.options.note({
        ...ended,
        page: {
          objects: answer.objects.map(({ key, etag }) => [key, etag] as const),
          isLast: after === undefined,
          ...(before === undefined ? {} : { before }),
        },
      });
      if (after === undefined) return;
    }
  }
}

const ABSENT_ONLY = {
  op: "put if absent",
  basis: ABSENT,
  ifNoneMatch: "*",
} as const;

function ifMatch({ value, etag }: Version) {
  return { op: "put if match", basis: value, ifMatch: etag } as const;
}
