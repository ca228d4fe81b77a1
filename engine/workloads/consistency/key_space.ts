/**
 * Which keys the clients fight over. `hot` keys live as long as the run and are
 * never deleted; `churn` keys are put and deleted and give way to fresh ones
 * after a few operations; `parts` keys are written by uploads as well; `contest`
 * keys are fresh, and put by many clients at one moment.
 */
import { KeyLog } from "./key_log.ts";
import type { SeededChoice } from "./seeded_choice.ts";

/** What keys are there for; each has a folder of its own. */
export const KEY_GROUPS = ["hot", "churn", "parts", "contest"] as const;
export type KeyGroup = (typeof KEY_GROUPS)[number];

/** Operations of one churn key: what the search can decide with ease. */
const CHURN_OPERATIONS = 24;
/** Fresh keys that share a prefix, and so are listed together. */
const SHARED = 8;
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
  readonly #options: KeySpaceOptions;
  readonly #logs = new Map<string, KeyLog>();
  readonly #folders = new Map<string, KeyLog[]>();
  readonly #churn: { place: KeyPlace | null; left: number }[];
  readonly #counts = { churn: 0, contest: 0 };

  constructor(options: KeySpaceOptions) {
    this.#options = options;
    this.#churn = Array.from(
      { length: options.keys },
      () => ({ place: null, left: 0 }),
    );
  }

  /** In the order of their names. */
  get logs(): readonly KeyLog[] {
    return [...this.#logs.values()].sort((a, b) => a.key < b.key ? -1 : 1);
  }

  /** A key of the group; a churn key has one operation fewer to go. */
  take(group: KeyGroup, choice: SeededChoice): KeyPlace {
    switch (group) {
      case "hot":
        return this.#place("hot/", choice.below(this.#options.keys));
      case "parts":
        return this.#place("parts/", choice.below(PARTS_KEYS));
      case "contest":
        return this.#recent(choice);
      case "churn":
        return this.#takeChurn(choice);
    }
  }

  /** A key that nobody has touched. */
  fresh(group: "churn" | "contest"): KeyPlace {
    const count = this.#counts[group]++;
    const shared = String(Math.floor(count / SHARED)).padStart(6, "0");
    return this.#place(`${group}/${shared}/`, count % SHARED);
  }

  /** The log of a key of this space. Fails with a `RangeError` for others. */
  find(key: string): KeyLog {
    const found = this.#logs.get(key);
    if (found !== undefined) return found;
    const folder = key.slice(0, key.lastIndexOf("/") + 1);
    const log = this.below(folder).find((one) => one.key === key);
    if (log !== undefined) return log;
    throw new RangeError(`Cannot judge "${key}": it is no key of this run`);
  }

  /** Keys of this run below a prefix that `take` told, in byte order. */
  below(folder: string): readonly KeyLog[] {
    const { prefix, keys } = this.#options;
    const found = this.#folders.get(folder);
    if (found !== undefined) return found;
    const name = folder.startsWith(prefix) ? folder.slice(prefix.length) : "";
    const count = name === "hot/"
      ? keys
      : name === "parts/"
      ? PARTS_KEYS
      : /^(?:churn|contest)\/\d+\/$/.test(name)
      ? SHARED
      : 0;
    const made = Array.from(
      { length: count },
      (_, at) => this.#make(at, folder),
    );
    if (count > 0) this.#folders.set(folder, made);
    return made;
  }

  #takeChurn(choice: SeededChoice): KeyPlace {
    const slot = this.#churn[choice.below(this.#churn.length)];
    if (slot === undefined) throw new RangeError("There are no keys");
    if (slot.left === 0 || slot.place === null) {
      slot.place = this.fresh("churn");
      slot.left = CHURN_OPERATIONS;
    }
    slot.left -= 1;
    return slot.place;
  }

  /** One of the last that were fought over; a hot one before the first. */
  #recent(choice: SeededChoice): KeyPlace {
    const count = this.#counts.contest;
    if (count === 0) return this.take("hot", choice);
    const number = count - 1 - choice.below(Math.min(count, SHARED));
    const shared = String(Math.floor(number / SHARED)).padStart(6, "0");
    return this.#place(`contest/${shared}/`, number % SHARED);
  }

  #place(name: string, at: number): KeyPlace {
    const folder = `${this.#options.prefix}${name}`;
    const log = this.below(folder)[at];
    if (log === undefined) throw new RangeError("There are no keys");
    return { log, folder };
  }

  #make(at: number, folder: string): KeyLog {
    const key = `${folder}${String(at).padStart(4, "0")}`;
    const log = new KeyLog(key, this.#logs.size + 1);
    this.#logs.set(key, log);
    return log;
  }
}
