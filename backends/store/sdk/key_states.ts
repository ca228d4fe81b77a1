/**
 * What each key must hold: the oracle of script lanes. Every put and delete of
 * a key has a number, its generation; a read may see any of those between the
 * last one acknowledged and the last one sent.
 *
 * Design. Sixteen bytes a key in memory that all lanes share, and written
 * through to a file before an operation is sent, so that a later run can judge
 * after this one was killed. A lane writes only its own keys.
 */
import type { ObjectSpaceFacts } from "../../../ffi/mod.ts";

const WORDS = 4;
/** Bytes of one key, in memory and in the file. */
export const KEY_STATE_BYTES = WORDS * 4;
/** Numbers of which it is known whether they were a put or a delete. */
const KINDS_KNOWN = 32;
const UPLOAD_OPEN = 1;

/** One thing that a key may be: absent, or an object of that generation. */
export interface KeyState {
  readonly generation: number;
  readonly isAbsent: boolean;
}

/** Writes the bytes of key `index` where a later run can find them. */
export type KeepState = (index: number, bytes: Uint8Array) => void;

/** Either side's view of all keys. */
export class KeyStates {
  readonly #words: Uint32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  readonly #keep: KeepState | undefined;

  /** Without `keep`, states die with the process. */
  constructor(buffer: SharedArrayBuffer, keep?: KeepState) {
    this.#words = new Uint32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
    this.#keep = keep;
  }

  get keyCount(): number {
    return this.#words.length / WORDS;
  }

  /** The last one that is known to have been carried out. */
  acknowledged(index: number): number {
    return this.#words[index * WORDS] ?? 0;
  }

  /** The last one that was sent. */
  issued(index: number): number {
    return this.#words[index * WORDS + 1] ?? 0;
  }

  isLive(index: number): boolean {
    return !this.#isAbsent(index, this.acknowledged(index));
  }

  /** Whether the outcome of its last put or delete is unknown. */
  isUnsettled(index: number): boolean {
    return this.acknowledged(index) !== this.issued(index);
  }

  /** Whether one more unknown outcome could be told from the others. */
  canIssue(index: number): boolean {
    return this.issued(index) - this.acknowledged(index) < KINDS_KNOWN - 1;
  }

  /** A put or delete is about to be sent. Returns its number. */
  issue(index: number, kind: "put" | "delete"): number {
    const at = index * WORDS;
    const number = this.issued(index) + 1;
    const kinds = (this.#words[at + 2] ?? 0) << 1;
    this.#words[at + 2] = kinds | (kind === "delete" ? 1 : 0);
    this.#words[at + 1] = number;
    this.#save(index);
    return number;
  }

  /** It was carried out; all before it are settled too. */
  acknowledge(index: number, number: number): void {
    this.#words[index * WORDS] = number;
    this.#save(index);
  }

  /** The store refused it, so that it never was: the last one alone. */
  withdraw(index: number, number: number): void {
    const at = index * WORDS;
    if (this.#words[at + 1] !== number) return;
    this.#words[at + 1] = number - 1;
    this.#words[at + 2] = (this.#words[at + 2] ?? 0) >>> 1;
    this.#save(index);
  }

  /** An upload in parts may be there that nobody completed or aborted. */
  setUploadOpen(index: number, isOpen: boolean): void {
    const at = index * WORDS + 3;
    const flags = this.#words[at] ?? 0;
    this.#words[at] = isOpen ? flags | UPLOAD_OPEN : flags & ~UPLOAD_OPEN;
    this.#save(index);
  }

  /**
   * What a read may see that began when `from` was acknowledged and was
   * answered just now. `null`: too much happened meanwhile to tell.
   */
  legal(index: number, from: number): KeyState[] | null {
    const to = this.issued(index);
    if (to - from >= KINDS_KNOWN) return null;
    const states: KeyState[] = [];
    for (let generation = from; generation <= to; generation++) {
      const isAbsent = this.#isAbsent(index, generation);
      states.push({ generation, isAbsent });
    }
    return states;
  }

  /** Asks about every key: not for hot loops. */
  facts(
    sizeBytes: (index: number, generation: number) => number,
  ): ObjectSpaceFacts {
    let keysLive = 0, keysNever = 0, keysUnsettled = 0, bytesLive = 0;
    let generationMax = 0, uploadsOpen = 0;
    for (let index = 0; index < this.keyCount; index++) {
      const generation = this.acknowledged(index);
      if (generation === 0) keysNever++;
      if (this.isLive(index)) {
        keysLive++;
        bytesLive += sizeBytes(index, generation);
      }
      if (this.isUnsettled(index)) keysUnsettled++;
      generationMax = Math.max(generationMax, this.issued(index));
      uploadsOpen += (this.#words[index * WORDS + 3] ?? 0) & UPLOAD_OPEN;
    }
    const keys = this.keyCount;
    const keysDeleted = keys - keysLive - keysNever;
    return {
      ...{ keys, keysLive, keysDeleted, keysNever, keysUnsettled },
      ...{ bytesLive, generationMax, uploadsOpen },
    };
  }

  #isAbsent(index: number, generation: number): boolean {
    if (generation === 0) return true;
    const kinds = this.#words[index * WORDS + 2] ?? 0;
    return ((kinds >>> (this.issued(index) - generation)) & 1) === 1;
  }

  #save(index: number): void {
    if (this.#keep === undefined) return;
    const at = index * KEY_STATE_BYTES;
    // A copy: files take no memory that is shared.
    this.#keep(index, this.#bytes.slice(at, at + KEY_STATE_BYTES));
  }
}
