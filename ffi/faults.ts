/** The fault points of the core: arming them, and what they did. */
import type { Library } from "./_library.ts";
import { LAYOUTS } from "./layout.ts";
import { StructView } from "./struct_view.ts";

/** One point, as it stands now. */
export interface FaultState {
  readonly name: string;
  /** What it does when armed, for people. */
  readonly text: string;
  /** Times it was reached while any point was armed. */
  readonly hits: number;
  /** Times it changed the outcome. */
  readonly fired: number;
  readonly armed: boolean;
}

/** All ones: the arg follows from the plan's seed, and is another each time. */
const BY_SEED = 0xFFFFFFFFFFFFFFFFn;

/** One set of points for the whole process: lanes, files, threads, and us. */
export class CoreFaults {
  readonly #library: Library;
  readonly #arg = new BigUint64Array(1);
  #indexes: ReadonlyMap<string, number> | null = null;

  constructor(library: Library) {
    this.#library = library;
  }

  /**
   * Arms one point: `point[:after=N][:every=M][:count=K][:seed=S][:arg=X]`.
   * Fails with POINT or PLAN_TEXT.
   */
  arm(text: string): void {
    const { symbols } = this.#library;
    this.#library.must(symbols.sv_fault_arm(this.#library.cString(text)), {
      operation: "arm fault",
      subject: text,
    });
  }

  /** Disarms all points and sets their counts to 0. */
  clear(): void {
    this.#library.symbols.sv_fault_clear();
  }

  /**
   * Asks a point from outside the core, and counts that it was reached: its arg
   * where it fires, else `null`. While nothing is armed it costs one call.
   * Without `defaultArg` a plan without an arg gives one by its seed. `place` is
   * any number that a seed may know the operation by, so that it meets the same
   * fate in every run. Throws a `TypeError` for a point that is not in the list.
   */
  fires(point: string, defaultArg?: number, place = 0): number | null {
    const { symbols } = this.#library;
    const index = this.#index(point);
    if (symbols.sv_fault_armed() === 0) return null;
    const standard = defaultArg === undefined ? BY_SEED : BigInt(defaultArg);
    const fired = this.#library.must(
      symbols.sv_fault_ask(index, BigInt(place), standard, this.#arg),
      { operation: "ask fault", subject: point },
    );
    // Of 64 bits those that a number holds exactly.
    return fired === 0 ? null : Number(BigInt.asUintN(53, this.#arg[0] ?? 0n));
  }

  #index(point: string): number {
    this.#indexes ??= new Map(
      this.list().map(({ name }, index) => [name, index]),
    );
    const index = this.#indexes.get(point);
    if (index !== undefined) return index;
    throw new TypeError(`There is no fault point "${point}"`);
  }

  /** True as well while points can be armed from outside. */
  get armed(): boolean {
    return this.#library.symbols.sv_fault_armed() !== 0;
  }

  list(): FaultState[] {
    const { symbols } = this.#library;
    const view = new StructView(LAYOUTS.sv_fault_state);
    const states: FaultState[] = [];
    for (let index = 0;; index++) {
      const name = this.#library.text(symbols.sv_fault_name(index));
      if (name === null) return states;
      this.#library.must(symbols.sv_fault_state(index, view.bytes), {
        operation: "read fault",
        subject: name,
      });
      states.push({
        name,
        text: this.#library.text(symbols.sv_fault_text(index)) ?? "",
        hits: view.number("hits"),
        fired: view.number("fired"),
        armed: view.number("armed") !== 0,
      });
    }
  }

  /** Lets `fiu-ctrl` arm points through FIFOs named after `basename`. */
  control(basename: string): void {
    const { symbols } = this.#library;
    const name = this.#library.cString(basename);
    this.#library.must(symbols.sv_fault_control(name), {
      operation: "open fault control",
      subject: basename,
    });
  }

  /** Picoseconds that passing an unarmed point costs, averaged. */
  idlePs(count: number): number {
    return Number(this.#library.symbols.sv_fault_idle_ps(BigInt(count)));
  }
}
