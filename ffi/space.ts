/**
 * A space of the core: the files of a load, open, and the oracle that knows
 * what each unit must hold.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { CoreGate, gateHandle } from "./gate.ts";
import { CoreLane } from "./lane.ts";
import type { LaneSpec } from "./lane_spec.ts";
import { LAYOUTS } from "./layout.ts";
import { type CoreLog, type LogOptions, startLog } from "./log.ts";
import type { SpaceFacts, SpaceSpec } from "./space_spec.ts";
import { STATUSES } from "./status.ts";
import { StructView } from "./struct_view.ts";

/** What the files of a space are; `device` is a block device, O_DIRECT. */
export type SpaceKind = "files" | "direct" | "device" | "memory" | "null";

export interface SpaceRequest {
  readonly spec: SpaceSpec;
  /** One per file of the spec; only names where nothing is on disk. */
  readonly paths: readonly string[];
  readonly objectIds: readonly bigint[];
  readonly kind: SpaceKind;
}

const DIRECT = 1;
const CREATE = 2;
/** `SV_SPACE_READ_ONLY`: no lane may write. */
export const READ_ONLY = 4;
const DEVICE = 8;
/** `SV_SPACE_RECOVER`: the oracle file exists; judge by it. */
export const RECOVER = 16;
const MEMORY = 32;
const NULL = 64;
const ALLOCATE = 128;
const DSYNC = 256;

const KIND_FLAGS: Readonly<Record<SpaceKind, number>> = {
  files: 0,
  direct: DIRECT,
  device: DEVICE | DIRECT,
  memory: MEMORY,
  null: NULL,
};

/** `SV_SPACE_*` of a request. */
export function spaceFlags(request: SpaceRequest): number {
  const { spec, kind } = request;
  const onDisk = kind === "files" || kind === "direct";
  let flags = KIND_FLAGS[kind];
  // Only files on disk are made; a device is there, memory has no name.
  if (spec.mode === "create" && onDisk) flags |= CREATE;
  if (spec.mode === "recover") flags |= RECOVER;
  if (spec.readOnly) flags |= READ_ONLY;
  if (spec.allocate && onDisk) flags |= ALLOCATE;
  if (spec.dsync) flags |= DSYNC;
  return flags;
}

/** A spec as `struct sv_space_spec`. */
export function spaceBytes(
  spec: SpaceSpec,
  flags: number,
): Uint8Array<ArrayBuffer> {
  return new StructView(LAYOUTS.sv_space_spec).assign({
    run_id: spec.runId,
    run_key: spec.runKey,
    file_bytes: spec.fileBytes,
    file_count: spec.files.length,
    unit_bytes: spec.unitBytes,
    flags,
    compress_permille: spec.compressPermille,
    dedupe_permille: spec.dedupePermille,
    object_tag: spec.objectTag,
  }).bytes;
}

/** NULL keeps the oracle in memory. */
export function oracleName(
  library: Library,
  spec: { readonly oraclePath?: string },
): Uint8Array<ArrayBuffer> | null {
  return spec.oraclePath === undefined
    ? null
    : library.cString(spec.oraclePath);
}

/** Fails with a `CoreError` that says which file; leaves nothing behind. */
export async function openSpace(
  library: Library,
  request: SpaceRequest,
): Promise<CoreSpace> {
  const { spec, paths, objectIds } = request;
  const operation = "open space";
  const { length } = spec.files;
  if (paths.length !== length || objectIds.length !== length) {
    throw library.failure(STATUSES.LAYOUT[0], { operation });
  }
  const bytes = spaceBytes(spec, spaceFlags(request));
  const names = library.cStrings(paths);
  const ids = BigUint64Array.from(objectIds);
  const oracle = oracleName(library, spec);
  const failed = new Int32Array([-1]);
  const slot = handleSlot();
  const status = await library.blocking(
    library.symbols.sv_space_open(bytes, names, ids, oracle, failed, slot),
    ...[bytes, names, ids, oracle, failed, slot],
  );
  const failedFile = failed[0] ?? -1;
  const path = paths[failedFile];
  library.must(status, {
    operation,
    ...(path === undefined ? {} : { subject: path, failedFile }),
  });
  return new CoreSpace(library, { spec, handle: handleIn(slot) });
}

/** What a space is made of. */
export interface OpenedSpace {
  readonly spec: SpaceSpec;
  readonly handle: Deno.PointerObject;
  /** Lets go of the store, where there is one. */
  readonly release?: () => void;
}

/** An open space. Lanes and gates are closed before it. */
export class CoreSpace implements AsyncDisposable {
  readonly spec: SpaceSpec;
  readonly #library: Library;
  #handle: Deno.PointerObject | null;
  #syncs = 0;
  #log: CoreLog | null = null;
  readonly #release: (() => void) | undefined;

  constructor(library: Library, opened: OpenedSpace) {
    this.#library = library;
    this.spec = opened.spec;
    this.#handle = opened.handle;
    this.#release = opened.release;
  }

  gate(): CoreGate {
    return new CoreGate(this.#library);
  }

  /** Makes the lane with its ring and buffers; it waits at the gate. */
  lane(gate: CoreGate, spec: LaneSpec): CoreLane {
    const operation = `make lane ${spec.lane}`;
    return new CoreLane(this.#library, {
      space: this.#open(operation),
      gate: gateHandle(this.#library, gate, operation),
    }, spec);
  }

  /**
   * Keeps a log from now on; fails with STATE once there are lanes. It is
   * closed with the space.
   */
  async log(options: LogOptions): Promise<CoreLog> {
    const handle = this.#open("start log");
    this.#log = await startLog(
      this.#library,
      options,
      (path, capacity, slot) =>
        this.#library.symbols.sv_space_log(handle, path, capacity, slot),
    );
    return this.#log;
  }

  /** Scans the whole map of the oracle: not for hot loops. */
  facts(): SpaceFacts {
    const view = new StructView(LAYOUTS.sv_space_facts);
    const handle = this.#open("read space");
    this.#library.must(
      this.#library.symbols.sv_space_facts(handle, view.bytes),
      { operation: "read space" },
    );
    return {
      units: view.number("units"),
      unitsWritten: view.number("units_written"),
      unitsUnsettled: view.number("units_unsettled"),
      generationMax: view.number("generation_max"),
      mapInUse: view.number("map_in_use") !== 0,
    };
  }

  /** fsync of every file; once it failed it never succeeds again. */
  async sync(): Promise<void> {
    const handle = this.#open("sync space");
    this.#syncs += 1;
    try {
      const status = await this.#library.blocking(
        this.#library.symbols.sv_space_sync(handle),
      );
      this.#library.must(status, { operation: "sync space" });
    } finally {
      this.#syncs -= 1;
    }
  }

  /**
   * Fails with STATE while lanes exist; harmless when repeated. Nothing else
   * may be asked of the space from the call on.
   */
  async close(): Promise<void> {
    const handle = this.#handle;
    if (handle === null) return;
    if (this.#syncs > 0) {
      throw this.#library.misuse("close space", "it is just being synced");
    }
    this.#handle = null;
    const status = await this.#library.blocking(
      this.#library.symbols.sv_space_close(handle),
    );
    // Only STATE leaves it open; any other failure is told of a closed one.
    if (status === STATUSES.STATE[0]) this.#handle = handle;
    else {
      this.#log?.close();
      this.#release?.();
    }
    this.#library.must(status, { operation: "close space" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, "the space is closed");
  }
}
