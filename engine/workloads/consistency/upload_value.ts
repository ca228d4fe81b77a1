/**
 * Writes a value in two parts. The put of the history is the completion: before
 * it is called nobody may see the value, and never a part of it alone.
 */
import type { ObjectFacts, Upload, UploadPart } from "../../../backends/mod.ts";
import type { Client, Way } from "./client.ts";
import type { KeyLog } from "./key_log.ts";
import { type BodyPiece, pieceBytes, piecesOf } from "./value_body.ts";

/** Stamps of the last part, which stores let be short. */
const LAST_PART_STAMPS = 16;

/**
 * What happens beside the plain order. `put again` replaces the first part
 * before completion; the others race with it by a way of their own.
 */
const TURNS = ["plain", "put again", "complete", "abort", "put part"] as const;
type Turn = (typeof TURNS)[number];

const WEIGHTS: Readonly<Record<Turn, number>> = {
  "plain": 20,
  "put again": 20,
  "complete": 20,
  "abort": 20,
  "put part": 20,
};

/** An upload whose parts did not arrive is aborted: nobody may see its value. */
export async function uploadValue(client: Client, log: KeyLog): Promise<void> {
  const { choice, partStamps, way } = client.options;
  const canRace = way.backend.joinUpload !== undefined;
  const turn = choice.pick(
    TURNS.filter((one) => canRace || one === "plain" || one === "put again")
      .map((one) => ({ choice: one, weight: WEIGHTS[one] })),
  );
  const shape = [partStamps, LAST_PART_STAMPS];
  const value = log.make(shape);
  const { key } = log;
  const { ended, answer: upload } = await client.ask(
    { op: "start upload", key, valueId: value },
    ({ backend }) => backend.upload(key),
  );
  if (upload === null) {
    client.options.note(ended);
    return;
  }
  client.options.note({ ...ended, uploadId: upload.id });
  await new UploadTurn(client, { log, value, upload }).run(turn);
}

interface Begun {
  readonly log: KeyLog;
  readonly value: number;
  readonly upload: Upload;
}

class UploadTurn {
  readonly #pieces: readonly BodyPiece[];

  constructor(readonly client: Client, readonly begun: Begun) {
    const { partStamps } = client.options;
    this.#pieces = piecesOf([partStamps, LAST_PART_STAMPS]);
  }

  async run(turn: Turn): Promise<void> {
    const [first, last] = this.#pieces;
    if (first === undefined || last === undefined) return;
    const { upload } = this.begun;
    // The bytes of a value that nobody ever completes.
    if (turn === "put again" && await this.#put(upload, first, true) === null) {
      return await this.#abort(upload);
    }
    const parts: UploadPart[] = [];
    for (const piece of [first, last]) {
      const part = await this.#put(upload, piece);
      if (part === null) return await this.#abort(upload);
      parts.push(part);
    }
    if (turn === "plain" || turn === "put again") {
      await this.#complete(upload, parts);
    } else await this.#race(turn, parts, first);
  }

  /** Whatever of the two is first: the value is there whole, or not at all. */
  async #race(
    turn: Exclude<Turn, "plain" | "put again">,
    parts: readonly UploadPart[],
    first: BodyPiece,
  ): Promise<void> {
    const { upload, log } = this.begun;
    const { rival, choice } = this.client.options;
    const way = await rival();
    const other = way.backend.joinUpload?.(log.key, upload.id);
    if (other === undefined) return await this.#complete(upload, parts);
    const rivals = turn === "complete"
      ? this.#complete(other, parts, way)
      : turn === "abort"
      ? this.#abort(other, way)
      : this.#put(other, first, true, way);
    // A part takes longer than a completion and would never come first.
    if (turn === "put part" && choice.below(2) === 0) await rivals;
    await Promise.all([this.#complete(upload, parts), rivals]);
    // A part that came first has made the completion fail.
    if (turn === "put part") await this.#abort(upload);
  }

  async #put(
    upload: Upload,
    piece: BodyPiece,
    ...[isDecoy = false, way]: [isDecoy?: boolean, way?: Way]
  ): Promise<UploadPart | null> {
    const { run, note } = this.client.options;
    const { log, value } = this.begun;
    const made = isDecoy ? log.make([]) : value;
    const bytes = pieceBytes({ run, key: log.number, value: made }, piece);
    const { ended, answer } = await this.client.ask(
      { ...this.#asked("put part"), part: piece.part, valueId: made },
      () => upload.put(piece.part, bytes),
      way,
    );
    note(answer === null ? ended : { ...ended, etag: answer.etag });
    return answer;
  }

  async #complete(
    upload: Upload,
    parts: readonly UploadPart[],
    way?: Way,
  ): Promise<void> {
    const { ended, answer } = await this.client.ask<ObjectFacts>(
      this.#asked("complete upload"),
      () => upload.complete(parts),
      way,
    );
    this.client.options.note(
      answer === null ? ended : { ...ended, etag: answer.etag },
    );
  }

  async #abort(upload: Upload, way?: Way): Promise<void> {
    const { ended } = await this.client.ask(
      this.#asked("abort upload"),
      () => upload.abort(),
      way,
    );
    this.client.options.note(ended);
  }

  #asked<const O extends "put part" | "complete upload" | "abort upload">(
    op: O,
  ) {
    const { log: { key }, value, upload: { id: uploadId } } = this.begun;
    return { op, key, valueId: value, uploadId };
  }
}
