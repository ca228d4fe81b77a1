/**
 * One client at one endpoint: one operation after the other, each noted with
 * its times. Goes in: an operation and a key; comes out: rows in the key's log
 * and counts in the tally.
 *
 * A write that failed without a refusal stays in the log for ever: it may take
 * effect at any time. Nothing is tried twice, and no two attempts write the
 * same value, so a refused condition never hides a success of one's own.
 */
import type { Backend, ObjectFacts } from "../../../backends/mod.ts";
import { ABSENT, NEVER } from "../../history/mod.ts";
import { storageFailure } from "./attempt_failure.ts";
import type { AttemptTally } from "./attempt_tally.ts";
import type { OperationName } from "./consistency_report.ts";
import type { KeyLog, Look, Version } from "./key_log.ts";
import type { KeyPlace, KeySpace } from "./key_space.ts";
import { lookAtPage, type PageEnd } from "./list_page_looks.ts";
import type { SeededChoice } from "./seeded_choice.ts";
import { uploadValue } from "./upload_value.ts";
import { pieceBytes, piecesOf, readBody, STAMP_BYTES } from "./value_body.ts";

/** Stamps of every object at least, so that a range can lie in each. */
const STAMPS_MIN = 16;
const STAMPS_MORE = 32;
/** A list goes on for so many pages at most. */
const PAGES_MAX = 16;

export interface ClientOptions {
  readonly client: number;
  readonly endpoint: Backend;
  readonly endpointName: string;
  readonly space: KeySpace;
  readonly tally: AttemptTally;
  readonly choice: SeededChoice;
  /** 32 bits that mark the bodies of this run. */
  readonly run: number;
  /** Stamps of the first part of an upload. */
  readonly partStamps: number;
  nowNs(): number;
}

/** A write that is about to be sent. */
export interface PlannedWrite {
  readonly log: KeyLog;
  readonly operation: OperationName;
  readonly kind: "put" | "delete";
  readonly value: number;
  readonly basis?: number | undefined;
  send(): Promise<ObjectFacts | void>;
}

/** Asks; rejects only when this program is wrong. */
export class Client {
  constructor(readonly options: ClientOptions) {}

  /** Does one operation; what storage fails with is counted, not thrown. */
  async run(operation: OperationName, place: KeyPlace): Promise<void> {
    const { choice, endpoint } = this.options;
    const { log } = place;
    switch (operation) {
      case "put":
        return await this.#put(
          { log, operation },
          (bytes) => endpoint.put(log.key, bytes),
        );
      case "put if absent":
        return await this.#put(
          { log, operation, basis: ABSENT },
          (bytes) => endpoint.putIfAbsent(log.key, bytes),
        );
      case "put if match": {
        const version = this.#version(log);
        if (version === undefined) return await this.#get(log);
        return await this.#put(
          { log, operation, basis: version.value },
          (bytes) => endpoint.putIfMatch(log.key, bytes, version.etag),
        );
      }
      case "delete":
        return await this.write({
          log,
          operation,
          kind: "delete",
          value: ABSENT,
          send: () => endpoint.delete(log.key),
        });
      case "upload":
        return await uploadValue(this, log);
      case "get":
        return await this.#get(log);
      case "get range":
        return await this.#get(log, 1 + choice.below(STAMPS_MIN - 2));
      case "head":
        return await this.#head(log);
      case "list":
        return await this.#list(place);
    }
  }

  /** Sends a write and notes how it ended. */
  async write(planned: PlannedWrite): Promise<void> {
    const { log, operation, kind, value, basis } = planned;
    const { client, endpointName, tally, nowNs } = this.options;
    tally.asked(operation);
    const callNs = nowNs();
    const base = { kind, operation, client, endpoint: endpointName, value };
    try {
      const facts = await planned.send();
      const returnNs = nowNs();
      tally.answered(operation);
      const write = {
        ...base,
        callNs,
        returnNs,
        ...(basis === undefined ? {} : { basis }),
        ...(facts === undefined ? {} : { etag: facts.etag }),
      };
      const earlier = log.write(write);
      if (earlier === undefined) return;
      tally.wrong.push({
        name: "etag reused",
        log,
        key: log.key,
        sentence: "Two different values were answered with the same etag",
        rows: [earlier, write],
      });
    } catch (error) {
      const sense = tally.writeFailed(operation, storageFailure(error));
      if (sense === "unknown") log.write({ ...base, callNs, returnNs: NEVER });
      else log.refuse(value);
    }
  }

  async #put(
    planned: Pick<PlannedWrite, "log" | "operation" | "basis">,
    send: (bytes: Uint8Array) => Promise<ObjectFacts>,
  ): Promise<void> {
    const { log } = planned;
    const { choice, run } = this.options;
    const shape = [STAMPS_MIN + choice.below(STAMPS_MORE)];
    const value = log.make(shape);
    const [piece] = piecesOf(shape);
    if (piece === undefined) throw new Error("A body has one piece at least");
    const bytes = pieceBytes({ run, key: log.number, value }, piece);
    const put = { ...planned, kind: "put", value } as const;
    await this.write({ ...put, send: () => send(bytes) });
  }

  /** Mostly the newest version; else one that somebody has replaced by now. */
  #version(log: KeyLog): Version | undefined {
    const { choice } = this.options;
    const { recent } = log;
    const back = choice.below(4) === 0 ? choice.below(recent.length || 1) : 0;
    return recent.at(-1 - back);
  }

  async #get(log: KeyLog, firstStamp?: number): Promise<void> {
    const { endpoint, run, tally, choice } = this.options;
    const isWhole = firstStamp === undefined;
    const stampCount = isWhole
      ? undefined
      : 1 + choice.below(STAMPS_MIN - firstStamp);
    const operation = isWhole ? "get" : "get range";
    const seen = await this.#read(
      operation,
      () =>
        stampCount === undefined || isWhole
          ? endpoint.get(log.key)
          : endpoint.getRange(log.key, {
            start: firstStamp * STAMP_BYTES,
            end: (firstStamp + stampCount) * STAMP_BYTES,
          }),
    );
    if (seen === null) return;
    const { look, answer: bytes } = seen;
    if (bytes === null) return log.look({ ...look, value: ABSENT });
    const reading = readBody({
      bytes,
      run,
      key: log.number,
      ...(isWhole || stampCount === undefined
        ? {}
        : { firstStamp, stampCount }),
      shapeOf: (value) => log.shapeOf(value),
    });
    if (reading.kind === "value") {
      return log.look({ ...look, value: reading.value });
    }
    const { kind, text } = reading;
    const sentence = `${WRONG_BODY[kind]}: ${text}`;
    tally.wrong.push({ name: kind, log, key: log.key, sentence, rows: [look] });
  }

  async #head(log: KeyLog): Promise<void> {
    const { endpoint } = this.options;
    const seen = await this.#read("head", () => endpoint.head(log.key));
    if (seen === null) return;
    log.look({ ...seen.look, etag: seen.answer?.etag ?? null });
  }

  async #list({ folder }: KeyPlace): Promise<void> {
    const { endpoint, choice, space, tally } = this.options;
    const limit =
      endpoint.capabilities.has("listPaged") && choice.below(3) === 0
        ? { limit: 2 + choice.below(3) }
        : {};
    let after: string | undefined;
    let before: PageEnd | undefined;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const asked = {
        prefix: folder,
        ...limit,
        ...(after === undefined ? {} : { after }),
      };
      const seen = await this.#read("list", () => endpoint.list(asked));
      if (seen === null || seen.answer === null) return;
      before = lookAtPage({
        page: seen.answer,
        look: seen.look,
        logs: space.below(folder),
        folder,
        before,
        tally,
      });
      after = seen.answer.next;
      if (after === undefined) return;
    }
  }

  /** `answer` is `null` for not found; the whole is `null` for a failure. */
  async #read<T>(
    operation: OperationName,
    send: () => Promise<T>,
  ): Promise<{ readonly look: Look; readonly answer: T | null } | null> {
    const { client, endpointName, tally, nowNs } = this.options;
    tally.asked(operation);
    const callNs = nowNs();
    const lookOf = (): Look => ({
      kind: "get",
      operation,
      client,
      endpoint: endpointName,
      callNs,
      returnNs: nowNs(),
    });
    try {
      const answer = await send();
      const look = lookOf();
      tally.answered(operation);
      return { look, answer };
    } catch (error) {
      const look = lookOf();
      const failure = storageFailure(error);
      if (failure.kind === "NotFound" && operation !== "list") {
        tally.answered(operation);
        return { look, answer: null };
      }
      tally.failed(operation, failure);
      return null;
    }
  }
}

const WRONG_BODY = {
  "foreign": "A read returned bytes that this run has not written",
  "cross-object": "A read returned the bytes of another key",
  "torn": "A read returned bytes that are no whole value",
} as const;
