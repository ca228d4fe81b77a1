/**
 * A stream of the core: one object is read from one end, digested, and written
 * to the other, by threads of the core within a fixed memory. Goes in: two
 * ends; comes out: counters while it runs, digests or the first failure.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import {
  DIGEST_KINDS,
  digestBits,
  digestBytes,
  type Digests,
  digestsIn,
} from "./digest.ts";
import { LAYOUTS } from "./layout.ts";
import { statusName } from "./status.ts";
import { type HeldStore, holdStore } from "./store.ts";
import type {
  StreamCounters,
  StreamFailure,
  StreamFile,
  StreamObject,
  StreamOutcome,
  StreamPart,
  StreamSpec,
  StreamState,
} from "./stream_spec.ts";
import { StructView } from "./struct_view.ts";

const HOLD = 1;
const PARTS = 2;
const DIRECT = 1;
const OVER = 2;
const NEW = 1;
const FLOW = 2;
const STATES: readonly StreamState[] = ["idle", "runs", "done", "failed"];
const ENDS = ["source", "sink"] as const;
const COUNTER_COUNT = 10;
const TEXT = new TextDecoder();

type End = (typeof ENDS)[number];

/** Made, given its ends, started, joined, closed: in this order. */
export class CoreStream implements AsyncDisposable {
  readonly spec: StreamSpec;
  readonly #library: Library;
  readonly #held: HeldStore[] = [];
  readonly #counters = new BigUint64Array(COUNTER_COUNT);
  #handle: Deno.PointerObject | null;
  #started = false;
  #joined = false;

  /** Fails with BOUND if two chunks do not fit into the memory. */
  constructor(library: Library, spec: StreamSpec) {
    this.#library = library;
    this.spec = spec;
    const bytes = new StructView(LAYOUTS.sv_stream_spec).assign({
      size_bytes: spec.sizeBytes,
      memory_bytes: spec.memoryBytes,
      seed: spec.seed,
      chunk_bytes: spec.chunkBytes,
      digests: digestBits(spec.digests),
      flags: (spec.holds ? HOLD : 0) | (spec.tellsParts ? PARTS : 0),
    }).bytes;
    const slot = handleSlot();
    const status = library.symbols.sv_stream_create(bytes, slot);
    library.must(status, { operation: "make stream" });
    this.#handle = handleIn(slot);
  }

  fromFile(file: StreamFile): Promise<void> {
    return this.#file("source", file);
  }

  /** It is cut to its length and synced before the stream is done. */
  toFile(file: StreamFile): Promise<void> {
    return this.#file("sink", file);
  }

  fromStore(object: StreamObject): void {
    this.#object("source", object);
  }

  /** Chunk n is part n + 1 of the upload; without one, a single put. */
  toStore(object: StreamObject): void {
    this.#object("sink", object);
  }

  /** Digests of other kinds than those it makes are refused: LAYOUT. */
  expect(digests: Digests): void {
    const bytes = digestBytes(digests);
    const status = this.#library.symbols.sv_stream_expect(
      this.#open("expect digests of stream"),
      bytes,
    );
    this.#library.must(status, { operation: "expect digests of stream" });
  }

  /** The sink has chunk `index` already, and need not get it again. */
  known(index: number, part: StreamPart): void {
    const view = new StructView(LAYOUTS.sv_stream_part).assign({
      crc64nvme: BigInt(`0x${part.crc64nvme}`),
      bytes: part.sizeBytes,
      is_there: part.isThere ? 1 : 0,
    });
    const etag = this.#library.cString(part.etag);
    const [offset] = LAYOUTS.sv_stream_part.fields.etag;
    view.bytes.set(etag, offset); // RangeError for one that is too long
    const operation = `pass over chunk ${index} of stream`;
    const status = this.#library.symbols.sv_stream_known(
      this.#open(operation),
      BigInt(index),
      view.bytes,
    );
    this.#library.must(status, { operation });
  }

  start(): void {
    const operation = "start stream";
    const status = this.#library.symbols.sv_stream_start(this.#open(operation));
    this.#library.must(status, { operation });
    this.#started = true;
  }

  counters(): StreamCounters {
    const operation = "read counters of stream";
    const status = this.#library.symbols.sv_stream_counters(
      this.#open(operation),
      this.#counters,
      COUNTER_COUNT,
    );
    this.#library.must(status, { operation });
    const at = (index: number) => Number(this.#counters[index] ?? 0n);
    return {
      state: STATES[at(0)] ?? "idle",
      readBytes: at(1),
      digestedBytes: at(2),
      writtenBytes: at(3),
      passedBytes: at(4),
      memoryBytes: at(5),
      memoryPeakBytes: at(6),
      retries: at(7),
      startedNs: at(8),
      endedNs: at(9),
    };
  }

  /** It ends soon, with ECANCELED. */
  stop(): void {
    this.#library.symbols.sv_stream_stop(this.#open("stop stream"));
  }

  /** Waits until it ended. Failures of the ends are its outcome. */
  async join(): Promise<StreamOutcome> {
    const operation = "join stream";
    const handle = this.#open(operation);
    if (!this.#started) throw this.#library.misuse(operation, "it never ran");
    const { symbols } = this.#library;
    await this.#library.blocking(symbols.sv_stream_join(handle));
    this.#joined = true;
    const failure = this.#failure(handle);
    const bytes = new StructView(LAYOUTS.sv_digests).bytes;
    const status = symbols.sv_stream_digests(handle, bytes);
    // Of bytes that did not all come there are none.
    if (failure === null) this.#library.must(status, { operation });
    const digests = digestsIn(bytes);
    return failure === null
      ? { ok: true, digests }
      : { ok: false, digests, failure };
  }

  /** As it is now; of a stream that tells parts, or whose sink is a store. */
  part(index: number): StreamPart {
    const operation = `read chunk ${index} of stream`;
    const view = new StructView(LAYOUTS.sv_stream_part);
    const status = this.#library.symbols.sv_stream_part(
      this.#open(operation),
      BigInt(index),
      view.bytes,
    );
    this.#library.must(status, { operation });
    return {
      crc64nvme: view.big("crc64nvme").toString(16).padStart(16, "0"),
      sizeBytes: view.number("bytes"),
      isThere: view.number("is_there") === 1,
      etag: textOf(view.slice("etag", 96)),
    };
  }

  /** Stops it if it runs; harmless when repeated. */
  async close(): Promise<void> {
    const handle = this.#handle;
    if (handle === null) return;
    if (this.#started && !this.#joined) {
      this.stop();
      await this.join();
    }
    this.#handle = null;
    this.#library.symbols.sv_stream_destroy(handle);
    for (const held of this.#held) held.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #failure(handle: Deno.PointerObject): StreamFailure | null {
    const view = new StructView(LAYOUTS.sv_stream_failure);
    const status = this.#library.symbols.sv_stream_failure(handle, view.bytes);
    this.#library.must(status, { operation: "read failure of stream" });
    const digest = view.number("digest");
    const failed = view.number("status") | 0;
    if (failed === 0) return null;
    return {
      status: failed,
      statusName: statusName(failed),
      end: ENDS[view.number("end")] ?? "source",
      offsetBytes: view.number("offset_bytes"),
      httpStatus: view.number("http_status"),
      code: textOf(view.slice("code", 48)),
      requestId: textOf(view.slice("request_id", 64)),
      digest: DIGEST_KINDS.find((_, bit) => digest === 1 << bit) ?? null,
    };
  }

  async #file(end: End, file: StreamFile): Promise<void> {
    const operation = end === "source" ? "open file" : "create file";
    const handle = this.#open(operation);
    const path = this.#library.cString(file.path);
    const flags = (file.direct ? DIRECT : 0) | (file.over ? OVER : 0);
    const status = await this.#library.blocking(
      this.#library.symbols.sv_stream_file(
        handle,
        ENDS.indexOf(end),
        path,
        flags,
        file.depth,
      ),
      path,
    );
    this.#library.must(status, { operation, subject: file.path });
  }

  #object(end: End, object: StreamObject): void {
    const operation = `set the ${end} of a stream`;
    const handle = this.#open(operation);
    const held = holdStore(this.#library, object.store, operation);
    const request = new StructView(LAYOUTS.sv_stream_request).assign({
      depth: object.depth,
      endpoint: object.endpoint,
      attempts_max: object.attemptsMax,
      flags: (object.isNew === true ? NEW : 0) |
        (object.flows === true ? FLOW : 0),
    }).bytes;
    const status = this.#library.symbols.sv_stream_store(
      handle,
      ENDS.indexOf(end),
      held.handle,
      this.#library.cString(object.key),
      this.#library.cString(object.version),
      request,
    );
    if (status < 0) held.release();
    this.#library.must(status, { operation, subject: object.key });
    this.#held.push(held);
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, "stream is closed");
  }
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return TEXT.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
