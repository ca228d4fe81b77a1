/** A gate of the core: holds lanes back and starts them at one instant. */
import { handleIn, handleSlot, type Library } from "./_library.ts";

/** Of open gates. Out of the class, where its users could see the pointer. */
const HANDLES = new WeakMap<CoreGate, Deno.PointerObject>();

/** A gate that is open for lanes; it outlives those made on it. */
export class CoreGate implements Disposable {
  readonly #library: Library;

  constructor(library: Library) {
    const slot = handleSlot();
    library.must(library.symbols.sv_gate_create(slot), {
      operation: "make a gate",
    });
    this.#library = library;
    HANDLES.set(this, handleIn(slot));
  }

  /** Starts all lanes made on it at one instant; returns at once. */
  open(): void {
    const operation = "open gate";
    const handle = gateHandle(this.#library, this, operation);
    this.#library.must(this.#library.symbols.sv_gate_open(handle), {
      operation,
    });
  }

  /** Asks all its lanes to end; returns at once. */
  stop(): void {
    const handle = gateHandle(this.#library, this, "stop gate");
    this.#library.symbols.sv_gate_stop(handle);
  }

  /** Fails with STATE while lanes exist; harmless when repeated. */
  close(): void {
    const handle = HANDLES.get(this);
    if (handle === undefined) return;
    this.#library.must(this.#library.symbols.sv_gate_destroy(handle), {
      operation: "close gate",
    });
    HANDLES.delete(this);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** For the space that makes a lane on the gate; fails once it is closed. */
export function gateHandle(
  library: Library,
  gate: CoreGate,
  operation: string,
): Deno.PointerObject {
  const handle = HANDLES.get(gate);
  if (handle !== undefined) return handle;
  throw library.misuse(operation, "the gate is closed");
}
