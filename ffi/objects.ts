/**
 * An object space of the core: the keys of a load and the oracle that knows
 * what each must hold. Its lanes send the requests.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { objectSpaceBytes } from "./_object_bytes.ts";
import { CoreGate, gateHandle } from "./gate.ts";
import { LAYOUTS } from "./layout.ts";
import { type CoreLog, type LogOptions, startLog } from "./log.ts";
import { CoreObjectLane } from "./object_lane.ts";
import type {
  ObjectLaneSpec,
  ObjectSpaceFacts,
  ObjectSpaceSpec,
} from "./object_spec.ts";
import { oracleName } from "./space.ts";
import { STATUSES } from "./status.ts";
import { type CoreStore, type HeldStore, holdStore } from "./store.ts";
import { StructView } from "./struct_view.ts";

/** Longest key that a store takes, and its NUL. */
const KEY_ROOM = 1025;

/** Writes nothing to the store; fails with ORACLE, LAYOUT, BOUND, -errno. */
export async function openObjects(
  library: Library,
  store: CoreStore,
  spec: ObjectSpaceSpec,
): Promise<CoreObjects> {
  const operation = "open object space";
  const { symbols } = library;
  const bytes = objectSpaceBytes(spec);
  const prefix = library.cString(spec.keyPrefix);
  const oracle = oracleName(library, spec);
  const slot = handleSlot();
  const held = holdStore(library, store, operation);
  try {
    const status = await library.blocking(
      symbols.sv_objects_open(bytes, held.handle, prefix, oracle, slot),
      ...[bytes, prefix, oracle, slot],
    );
    library.must(status, {
      operation,
      ...(spec.oraclePath === undefined ? {} : { subject: spec.oraclePath }),
    });
  } catch (error) {
    held.release();
    throw error;
  }
  return new CoreObjects(library, { spec, held, handle: handleIn(slot) });
}

interface OpenedObjects {
  readonly spec: ObjectSpaceSpec;
  readonly held: HeldStore;
  readonly handle: Deno.PointerObject;
}

/** Open objects. Lanes and gates are closed before them, the store after. */
export class CoreObjects implements Disposable {
  readonly spec: ObjectSpaceSpec;
  readonly #library: Library;
  readonly #held: HeldStore;
  #handle: Deno.PointerObject | null;
  #log: CoreLog | null = null;

  constructor(library: Library, opened: OpenedObjects) {
    this.#library = library;
    this.spec = opened.spec;
    this.#held = opened.held;
    this.#handle = opened.handle;
  }

  gate(): CoreGate {
    return new CoreGate(this.#library);
  }

  /** Makes the lane with its client; it waits at the gate. */
  lane(gate: CoreGate, spec: ObjectLaneSpec): CoreObjectLane {
    const operation = `make lane ${spec.lane}`;
    return new CoreObjectLane(this.#library, {
      space: this.#open(operation),
      gate: gateHandle(this.#library, gate, operation),
    }, spec);
  }

  /** Below the prefix of the store; fails with BOUND beyond the last key. */
  key(index: number): string {
    const text = new Uint8Array(KEY_ROOM);
    const handle = this.#open("name key");
    const status = this.#library.symbols.sv_objects_key(
      ...[handle, BigInt(index), text, KEY_ROOM] as const, // a tuple
    );
    this.#library.must(status, { operation: `name key ${index}` });
    return new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
  }

  /** Bytes that the object must have; generations count from 1. */
  sizeBytes(index: number, generation: number): number {
    return Number(this.#library.symbols.sv_objects_size(
      ...[this.#open("size key"), BigInt(index)] as const, // a tuple
      BigInt(generation),
    ));
  }

  /**
   * Keeps a log from now on; fails with STATE once there are lanes. It is
   * closed with the objects.
   */
  async log(options: LogOptions): Promise<CoreLog> {
    const handle = this.#open("start log");
    this.#log = await startLog(
      this.#library,
      options,
      (path, capacity, slot) =>
        this.#library.symbols.sv_objects_log(handle, path, capacity, slot),
    );
    return this.#log;
  }

  /** Scans all keys: not for hot loops. */
  facts(): ObjectSpaceFacts {
    const view = new StructView(LAYOUTS.sv_objects_facts);
    const handle = this.#open("read objects");
    this.#library.must(
      this.#library.symbols.sv_objects_facts(handle, view.bytes),
      { operation: "read objects" },
    );
    return {
      keys: view.number("keys"),
      keysLive: view.number("keys_live"),
      keysDeleted: view.number("keys_deleted"),
      keysNever: view.number("keys_never"),
      keysUnsettled: view.number("keys_unsettled"),
      bytesLive: view.number("bytes_live"),
      generationMax: view.number("generation_max"),
      uploadsOpen: view.number("uploads_open"),
    };
  }

  /** Fails with STATE while lanes exist; harmless when repeated. */
  close(): void {
    if (this.#handle === null) return;
    const status = this.#library.symbols.sv_objects_close(this.#handle);
    // Only STATE leaves it open; any other failure is told of a closed one.
    if (status !== STATUSES.STATE[0]) {
      this.#handle = null;
      this.#log?.close();
      this.#held.release();
    }
    this.#library.must(status, { operation: "close object space" });
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, "the object space is closed");
  }
}
