/**
 * The C core, opened: one object whose methods are its duties. Every failure
 * is a `CoreError`; no pointer leaves this room.
 */
import type { Library } from "./_library.ts";
import { codecLibraries } from "./codec.ts";
import {
  CoreDigest,
  type DigestKind,
  digestKinds,
  joinCrc64nvme,
} from "./digest.ts";
import { CoreFaults } from "./faults.ts";
import { type CoreFile, type FileOptions, openFile } from "./file.ts";
import { type BelowRead, type FileBelow, readBelow } from "./file_below.ts";
import { type CoreFloor, createFloor } from "./floor.ts";
import { LAYOUTS } from "./layout.ts";
import { type CoreLog, openLog } from "./log.ts";
import type { ObjectSpaceSpec } from "./object_spec.ts";
import { type CoreObjects, openObjects } from "./objects.ts";
import { type PageCalls, pageCalls } from "./pages.ts";
import { type CoreSpace, openSpace, type SpaceRequest } from "./space.ts";
import { countForeignNames, PathLock, renameNew, syncPath } from "./path.ts";
import { type ProcessUsage, readUsage } from "./process_usage.ts";
import { type CoreRelay, openRelay, type RelayRequest } from "./relay.ts";
import type { SpaceSpec } from "./space_spec.ts";
import { CoreStamp } from "./stamp.ts";
import { CoreStore, probeHttp } from "./store.ts";
import { openStoreSpace, type StoreSpaceRequest } from "./store_space.ts";
import type { HttpProbe, StoreSettings } from "./store_settings.ts";
import { CoreStream } from "./stream.ts";
import type { StreamSpec } from "./stream_spec.ts";
import { StructView } from "./struct_view.ts";

/** The O_DIRECT alignment of a path, and where it was learnt. */
export interface CoreAlignment {
  readonly memoryBytes: number;
  readonly offsetBytes: number;
  /** Best size of a write; 0 if unknown. */
  readonly physicalBytes: number;
  /** `none`: O_DIRECT is not possible there. */
  readonly source: "none" | "statx" | "device" | "probed";
}

export interface CorePathFacts {
  readonly kind: "none" | "file" | "directory" | "device" | "other";
  /** Of a file, or of the device. */
  readonly sizeBytes: number;
  /** `st_rdev` of a device, `st_dev` of a file. */
  readonly deviceNumber: bigint;
  readonly readOnly: boolean;
  /** The kernel or another program holds the device. */
  readonly claimed: boolean;
  /** `null` when the kernel does not tell. */
  readonly rotational: boolean | null;
}

/** SIMD levels of fill and check, slowest first; all give the same bytes. */
export const KERNEL_LEVELS = ["portable", "avx2", "avx512"] as const;
export type KernelLevel = (typeof KERNEL_LEVELS)[number];

// Both as in the header, whose numbers are their places; the casts keep the
// words as types.
const ALIGN_SOURCES = ["none", "statx", "device", "probed"] as const;
const PATH_KINDS = ["none", "file", "directory", "device", "other"] as const;

/** The library and all it can do; close it last of all. */
export class Core implements Disposable {
  /** Where the library was found, for `doctor` and reports. */
  readonly path: string;
  readonly faults: CoreFaults;
  readonly stamp: CoreStamp;
  readonly #library: Library;

  /** `loadCore` makes it. */
  constructor(library: Library, path: string) {
    this.#library = library;
    this.path = path;
    this.faults = new CoreFaults(library);
    this.stamp = new CoreStamp(library);
  }

  openSpace(request: SpaceRequest): Promise<CoreSpace> {
    return openSpace(this.#library, request);
  }

  /** Sends nothing; `settings` may be dropped once it returns. */
  openStore(settings: StoreSettings): CoreStore {
    return new CoreStore(this.#library, settings);
  }

  /** Files of a block load that are objects of `store`. */
  openStoreSpace(
    store: CoreStore,
    request: StoreSpaceRequest,
  ): Promise<CoreSpace> {
    return openStoreSpace(this.#library, store, request);
  }

  /** Keys under load in `store`. */
  openObjects(
    store: CoreStore,
    spec: ObjectSpaceSpec,
  ): Promise<CoreObjects> {
    return openObjects(this.#library, store, spec);
  }

  /** The log file of a process that is gone; close it before the core. */
  openLog(path: string): Promise<CoreLog> {
    return openLog(this.#library, path);
  }

  /** Ways to endpoints that fail as they are told. */
  openRelay(request: RelayRequest): Promise<CoreRelay> {
    return openRelay(this.#library, request);
  }

  /** The oracle file of a space, made from what another host kept. */
  createFloor(
    spec: SpaceSpec & { readonly oraclePath: string },
  ): Promise<CoreFloor> {
    return createFloor(this.#library, spec);
  }

  /** One object from one end to another. */
  stream(spec: StreamSpec): CoreStream {
    return new CoreStream(this.#library, spec);
  }

  /** Several digests of the same bytes. */
  digest(kinds: Iterable<DigestKind>): CoreDigest {
    return new CoreDigest(this.#library, kinds);
  }

  /** The digests that this host can make. */
  digestKinds(): ReadonlySet<DigestKind> {
    return digestKinds(this.#library);
  }

  /** CRC-64/NVME of two pieces, of the second of which the length counts. */
  joinCrc64nvme(
    first: string,
    second: { readonly crc64nvme: string; readonly lengthBytes: number },
  ): string {
    return joinCrc64nvme(this.#library, first, second);
  }

  /** Codecs, sums, values and levels of column pages. */
  pages(): PageCalls {
    return pageCalls(this.#library);
  }

  /** The codecs linked in, each with its version: `zstd 1.5.4`. */
  codecLibraries(): string[] {
    return codecLibraries(this.#library);
  }

  /** Opens the libcurl of this host; `null` when there is none to use. */
  httpProbe(): HttpProbe | null {
    return probeHttp(this.#library);
  }

  openFile(path: string, options: FileOptions): Promise<CoreFile> {
    return openFile(this.#library, path, options);
  }

  /** A file below a folder, in one call and behind no link. */
  readBelow(at: FileBelow, into: Uint8Array<ArrayBuffer>): Promise<BelowRead> {
    return readBelow(this.#library, at, into);
  }

  /** fsync of a directory or file: its names survive a loss of power. */
  pathSync(path: string): Promise<void> {
    return syncPath(this.#library, path);
  }

  /** Entries of a folder whose names are no UTF-8: listings leave them out. */
  foreignNames(path: string): Promise<number> {
    return countForeignNames(this.#library, path);
  }

  /** Fails at once with EAGAIN while another holder has the file. */
  lockFile(path: string): PathLock {
    return new PathLock(this.#library, path);
  }

  /** Fails with EEXIST when `to` exists, and never replaces it. */
  renameNew(from: string, to: string): Promise<void> {
    return renameNew(this.#library, from, to);
  }

  /** Asks about the file, directory or device `path`. */
  async probeAlignment(path: string): Promise<CoreAlignment> {
    const name = this.#library.cString(path);
    const view = new StructView(LAYOUTS.sv_alignment);
    const status = await this.#library.blocking(
      this.#library.symbols.sv_probe_alignment(name, view.bytes),
      ...[name, view],
    );
    this.#library.must(status, { operation: "probe path", subject: path });
    return {
      memoryBytes: view.number("memory_bytes"),
      offsetBytes: view.number("offset_bytes"),
      physicalBytes: view.number("physical_bytes"),
      source: ALIGN_SOURCES[view.number("source")] ?? "none",
    };
  }

  /** Never creates anything; a path that is not there is kind `none`. */
  async probePath(path: string): Promise<CorePathFacts> {
    const name = this.#library.cString(path);
    const view = new StructView(LAYOUTS.sv_path_facts);
    const status = await this.#library.blocking(
      this.#library.symbols.sv_probe_path(name, view.bytes),
      ...[name, view],
    );
    this.#library.must(status, { operation: "probe path", subject: path });
    const rotational = view.number("rotational");
    return {
      kind: PATH_KINDS[view.number("kind")] ?? "other",
      sizeBytes: view.number("size_bytes"),
      deviceNumber: view.big("device_number"),
      readOnly: view.number("read_only") !== 0,
      claimed: view.number("claimed") !== 0,
      rotational: rotational > 1 ? null : rotational === 1,
    };
  }

  /** 0 if a ring can be made here, else why not: a negative status. */
  probeUring(): number {
    return this.#library.symbols.sv_probe_uring();
  }

  /** What the core says of a status, without its name. */
  statusText(status: number): string {
    const text = this.#library.symbols.sv_status_text(status);
    return this.#library.text(text) ?? "";
  }

  /** CLOCK_MONOTONIC: the clock of every time the core tells. */
  nowNs(): number {
    return Number(this.#library.symbols.sv_now_ns());
  }

  usage(): ProcessUsage {
    return readUsage(this.#library);
  }

  /** The fastest level of this CPU; in use unless another was selected. */
  kernelBest(): KernelLevel {
    const best = this.#library.symbols.sv_kernel_best();
    return KERNEL_LEVELS[best] ?? "portable";
  }

  /** From now on, in every thread. Fails with BOUND if the CPU lacks it. */
  kernelSelect(level: KernelLevel): void {
    const index = KERNEL_LEVELS.indexOf(level);
    this.#library.must(this.#library.symbols.sv_kernel_select(index), {
      operation: "select kernel",
      subject: level,
    });
  }

  /** CRC-32C of `bytes`, continued from `seed`. */
  crc32c(bytes: Uint8Array<ArrayBuffer>, seed = 0): number {
    return this.#library.symbols.sv_crc32c(
      seed,
      bytes,
      BigInt(bytes.byteLength),
    );
  }

  /** Bucket of a latency; fails with BOUND above an hour. */
  histogramIndex(valueNs: number): number {
    const index = this.#library.symbols.sv_histogram_index(BigInt(valueNs));
    const operation = `find the bucket of ${valueNs} ns`;
    return this.#library.must(index, { operation });
  }

  /** Bucket of a latency; `null` above an hour, where there is none. */
  histogramBucket(valueNs: number): number | null {
    const { symbols } = this.#library;
    const index = symbols.sv_histogram_index(BigInt(Math.max(0, valueNs)));
    return index < 0 ? null : index;
  }

  /** Lowest latency of a bucket, in nanoseconds. */
  histogramValue(index: number): number {
    return Number(this.#library.symbols.sv_histogram_value(index));
  }

  /** Only once every space, lane and file is closed. */
  close(): void {
    this.#library.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
