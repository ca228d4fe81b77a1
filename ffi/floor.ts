/**
 * An oracle made from what another host kept: for each unit the generation
 * that was durable by then. Goes in: the spec of the space, and ranges of
 * units; comes out: an oracle file by which the space is opened to be read.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { spaceBytes } from "./space.ts";
import type { SpaceSpec } from "./space_spec.ts";

/** Numbers of one range: first unit of the space, units, generation. */
export const FLOOR_RANGE_NUMBERS = 3;

/** Makes the file `spec.oraclePath`; fails with a `CoreError`. */
export async function createFloor(
  library: Library,
  spec: SpaceSpec & { readonly oraclePath: string },
): Promise<CoreFloor> {
  const bytes = spaceBytes(spec, 0);
  const path = library.cString(spec.oraclePath);
  const slot = handleSlot();
  const status = await library.blocking(
    library.symbols.sv_floor_create(bytes, path, slot),
    ...[bytes, path, slot],
  );
  library.must(status, {
    operation: "make floor",
    subject: spec.oraclePath,
  });
  return new CoreFloor(library, handleIn(slot));
}

/** A floor that is being made; close it before the space is opened. */
export class CoreFloor implements Disposable {
  readonly #library: Library;
  #handle: Deno.PointerObject | null;

  constructor(library: Library, handle: Deno.PointerObject) {
    this.#library = library;
    this.#handle = handle;
  }

  /**
   * Raises units to the generations of `ranges`, three numbers each; one that
   * is higher already stays. Fails with BOUND for units beyond the space.
   */
  async raise(ranges: BigUint64Array<ArrayBuffer>): Promise<void> {
    if (this.#handle === null) {
      throw this.#library.misuse("raise floor", "the floor is closed");
    }
    const status = await this.#library.blocking(
      this.#library.symbols.sv_floor_raise(
        this.#handle,
        ranges,
        Math.floor(ranges.length / FLOOR_RANGE_NUMBERS),
      ),
      ranges,
    );
    this.#library.must(status, { operation: "raise floor" });
  }

  /** Harmless when repeated. */
  close(): void {
    const handle = this.#handle;
    this.#handle = null;
    if (handle !== null) this.#library.symbols.sv_floor_close(handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
