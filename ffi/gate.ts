/** A gate of the core: holds lanes back and starts them at one instant. */
import { handleIn, handleSlot, type Library } from "./_library.ts";

/** The handle of a gate, for the space that makes a lane on it. */
export let gateHandle: (
  gate: CoreGate,
  operation: string,
) => Deno.PointerObject;

/** Outlives the lanes made on it. */
export class CoreGate implements Disposable {
  readonly #library: Library;
  #handle: Deno.PointerObject | null;

  static {
    // In here, because no one else may see the pointer.
    gateHandle = (gate, operation) => gate.#open(operation);
  }

  constructor(library: Library) {
    const slot = handleSlot();
    library.must(library.symbols.sv_gate_create(slot), {
      operation: "make a gate",
    });
    this.#library = library;
    this.#handle = handleIn(slot);
  }

  open(): void {
    const handle = this.#open("open gate");
    this.#library.must(this.#library.symbols.sv_gate_open(handle), {
      operation: "open gate",
    });
  }

  /** Asks all its lanes to end; returns at once. */
  stop(): void {
    this.#library.symbols.sv_gate_stop(this.#open("stop gate"));
  }

  /** Fails with STATE while lanes exist; harmless when repeated. */
  close(): void {
    if (this.#handle === null) return;
    this.#library.must(this.#library.symbols.sv_gate_destroy(this.#handle), {
      operation: "close gate",
    });
    this.#handle = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, "the gate is closed");
  }
}
