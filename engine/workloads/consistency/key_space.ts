/**
 * Which keys the clients fight over. `hot` keys live as long as the run and are
 * never deleted; `churn` keys are put and deleted and give way to fresh ones
 * after a few operations; `parts` keys are written by uploads as well.
 */
import { KeyLog } from "./key_log.ts";
import type { SeededChoice } from "./seeded_choice.ts";

export type KeyGroup = "hot" | "churn" | "parts";

/** Operations of one churn key: what the search can decide with ease. */
const CHURN_OPERATIONS = 24;
/** Churn keys that share a prefix, and so are listed together. */
const CHURN_SHARED = 8;
/** Keys of uploads: two, so that the parts of one can show up in the other. */
const PARTS_KEYS = 2;

export interface KeySpaceOptions {
  /** Ends with a slash, or is empty. */
  readonly prefix: string;
  /** Keys of each of the groups `hot` and `churn` at a time. */
  readonly keys: number;
}

/** A key to work on, and the prefix below which it is listed. */
export interface KeyPlace {
  readonly log: KeyLog;
  readonly folder: string;
}

/** Hands out keys, and remembers them all. */
export class KeySpace {
  readonly logs: KeyLog[] = [];
  readonly #options: KeySpaceOptions;
  readonly #folders = new Map<string, KeyLog[]>();
  readonly #fixed: Readonly<Record<"hot" | "parts", KeyPlace[]>>;
  readonly #churn: { place: KeyPlace; left: number }[] = [];
  #churnCount = 0;

  constructor(options: KeySpaceOptions) {
    this.#options = options;
    const make = (group: string, count: number) =>
      Array.from({ length: count }, (_, at) => this.#make(group, `${at}`));
    this.#fixed = {
      hot: make("hot", options.keys),
      parts: make("parts", PARTS_KEYS),
    };
    for (let at = 0; at < options.keys; at += 1) {
      this.#churn.push({ place: this.#fresh(), left: CHURN_OPERATIONS });
    }
  }

  /** A key of the group; a churn key has one operation fewer to go. */
  take(group: KeyGroup, choice: SeededChoice): KeyPlace {
    if (group !== "churn") return oneOf(this.#fixed[group], choice);
    const slot = oneOf(this.#churn, choice);
    if (slot.left === 0) {
      slot.place = this.#fresh();
      slot.left = CHURN_OPERATIONS;
    }
    slot.left -= 1;
    return slot.place;
  }

  /** Keys of this run below a prefix that `take` told, in byte order. */
  below(folder: string): readonly KeyLog[] {
    return this.#folders.get(folder) ?? [];
  }

  #fresh(): KeyPlace {
    const count = this.#churnCount++;
    const shared = String(Math.floor(count / CHURN_SHARED)).padStart(6, "0");
    return this.#make(`churn/${shared}`, `${count % CHURN_SHARED}`);
  }

  #make(group: string, name: string): KeyPlace {
    const folder = `${this.#options.prefix}${group}/`;
    const log = new KeyLog(
      `${folder}${name.padStart(3, "0")}`,
      this.logs.length + 1,
    );
    this.logs.push(log);
    const beside = this.#folders.get(folder) ?? [];
    beside.push(log);
    this.#folders.set(folder, beside);
    return { log, folder };
  }
}

function oneOf<T>(all: readonly T[], choice: SeededChoice): T {
  const one = all[choice.below(all.length)];
  if (one === undefined) throw new RangeError("There are no keys");
  return one;
}
