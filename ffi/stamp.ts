/**
 * The stamp SV1 of the core, for lanes that run in TypeScript and for tests:
 * fills units, checks them, and says whose a word is.
 */
import { readFindings } from "./_finding.ts";
import type { Library } from "./_library.ts";
import type { UnitFinding } from "./evidence.ts";
import { LAYOUTS } from "./layout.ts";
import { STATUSES } from "./status.ts";
import { StructView } from "./struct_view.ts";

/** Who a unit belongs to, as `struct sv_identity` documents it. */
export interface StampIdentity {
  readonly runId: bigint;
  readonly runKey: bigint;
  readonly objectId: bigint;
  readonly objectTag: number;
  readonly unitBytes: 512 | 4096;
  readonly objectBits: number;
  readonly unitBits: number;
  readonly compressPermille: number;
  readonly dedupePermille: number;
}

/** One write: its units follow each other from `unit`. */
export interface StampWrite {
  readonly unit: bigint;
  readonly sequence: bigint;
  readonly writer: number;
  readonly seconds: number;
  /** One per unit. */
  readonly generations: readonly bigint[];
}

/** Generations a unit may hold; `mixed` admits a mixture of them too. */
export interface StampWindow {
  readonly low: bigint;
  readonly high: bigint;
  readonly mixed: boolean;
}

export interface StampCheck {
  /** Units that hold none of their legal contents. */
  readonly bad: number;
  /** Of at most `capacity` of them, in order. */
  readonly findings: readonly UnitFinding[];
}

export interface StampOwner {
  readonly objectTag: number;
  readonly unit: bigint;
  readonly generation: bigint;
}

/** Fill and check on the calling thread; nothing is kept between calls. */
export class CoreStamp {
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  /** Stamps into `buffer`, or into a new one of just the right length. */
  fill(
    identity: StampIdentity,
    write: StampWrite,
    buffer: Uint8Array<ArrayBuffer> = new Uint8Array(
      write.generations.length * identity.unitBytes,
    ),
  ): Uint8Array<ArrayBuffer> {
    const count = write.generations.length;
    this.#mustHold(buffer, count * identity.unitBytes);
    const request = new StructView(LAYOUTS.sv_stamp_write).assign({
      unit: write.unit,
      sequence: write.sequence,
      unit_count: count,
      writer: write.writer,
      seconds: write.seconds,
    });
    const status = this.#library.symbols.sv_stamp_fill(
      identityBytes(identity),
      request.bytes,
      BigUint64Array.from(write.generations),
      buffer,
    );
    this.#library.must(status, { operation: "fill units" });
    return buffer;
  }

  /** Checks the units in `bytes`, one per window, starting with `unit`. */
  check(identity: StampIdentity, request: {
    readonly unit: bigint;
    readonly windows: readonly StampWindow[];
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly capacity?: number;
  }): StampCheck {
    const { windows, bytes } = request;
    const capacity = request.capacity ?? windows.length;
    this.#mustHold(bytes, windows.length * identity.unitBytes);
    const found = new Uint8Array(capacity * LAYOUTS.sv_finding.sizeBytes);
    const bad = this.#library.symbols.sv_stamp_check(
      identityBytes(identity),
      request.unit,
      windows.length,
      windowBytes(windows),
      bytes,
      found,
      capacity,
    );
    const count = this.#library.must(bad, { operation: "check units" });
    return {
      bad: count,
      findings: readFindings(found, Math.min(count, capacity)),
    };
  }

  /** The 64-bit payload base of a unit, from which all its words follow. */
  base(identity: StampIdentity, owner: StampOwner): bigint {
    const { objectTag, unit, generation } = owner;
    return this.#library.symbols.sv_stamp_base(
      identityBytes(identity),
      objectTag,
      unit,
      generation,
    );
  }

  /** Whose word this would be; always an answer, plausible or not. */
  decode(
    identity: StampIdentity,
    position: number,
    word: bigint,
  ): StampOwner {
    const tag = new Uint32Array(1);
    const unit = new BigUint64Array(1);
    const generation = new BigUint64Array(1);
    this.#library.symbols.sv_stamp_decode(
      identityBytes(identity),
      position,
      word,
      tag,
      unit,
      generation,
    );
    return {
      objectTag: tag[0] ?? 0,
      unit: unit[0] ?? 0n,
      generation: generation[0] ?? 0n,
    };
  }

  #mustHold(buffer: Uint8Array, lengthBytes: number): void {
    const isOff = buffer.byteOffset % 8 !== 0;
    if (!isOff && buffer.byteLength >= lengthBytes) return;
    throw this.#library.failure(STATUSES.LAYOUT[0], {
      operation: `use ${buffer.byteLength} bytes for ${lengthBytes} of units`,
    });
  }
}

function identityBytes(identity: StampIdentity): Uint8Array<ArrayBuffer> {
  return new StructView(LAYOUTS.sv_identity).assign({
    run_id: identity.runId,
    run_key: identity.runKey,
    object_id: identity.objectId,
    object_tag: identity.objectTag,
    unit_bytes: identity.unitBytes,
    object_bits: identity.objectBits,
    unit_bits: identity.unitBits,
    compress_permille: identity.compressPermille,
    dedupe_permille: identity.dedupePermille,
  }).bytes;
}

function windowBytes(
  windows: readonly StampWindow[],
): Uint8Array<ArrayBuffer> {
  const { sizeBytes } = LAYOUTS.sv_window;
  const bytes = new Uint8Array(windows.length * sizeBytes);
  for (const [index, window] of windows.entries()) {
    const at = index * sizeBytes;
    new StructView(LAYOUTS.sv_window, bytes.subarray(at, at + sizeBytes))
      .assign({
        low: window.low,
        high: window.high,
        mixed: window.mixed ? 1 : 0,
      });
  }
  return bytes;
}
