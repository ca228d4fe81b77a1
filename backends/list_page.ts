/**
 * Cuts one page out of entries that come in any order: keeps the smallest ones
 * after the marker, folds by delimiter, and holds only a page in memory however
 * many entries go by. Works on keys as `keyBytes` gives them.
 */
import type { ListOptions, ListPage, ObjectFacts } from "./contract.ts";
import { keyBytes, keyText } from "./key.ts";

/** Entries of a page when `limit` is absent. */
export const LIST_LIMIT_DEFAULT = 1000;

interface PageEntry {
  readonly bytes: string;
  readonly isPrefix: boolean;
}

/** Collects one page. Offer every key, then call `page()`. */
export class PageCollector {
  readonly #prefix: string;
  readonly #delimiter: string;
  readonly #limit: number;
  readonly #after: string;
  #entries: PageEntry[] = [];
  #seen = new Set<string>();
  /** Nothing above it can be in this page any more. */
  #bound: string | undefined;

  constructor(options: ListOptions = {}) {
    this.#prefix = keyBytes(options.prefix ?? "");
    this.#delimiter = keyBytes(options.delimiter ?? "");
    this.#limit = Math.max(1, options.limit ?? LIST_LIMIT_DEFAULT);
    this.#after = keyBytes(options.after ?? "");
  }

  /** Takes one key into account. */
  offer(key: string): void {
    if (!key.startsWith(this.#prefix)) return;
    const folded = this.#fold(key);
    const bytes = folded ?? key;
    if (bytes <= this.#after || this.#seen.has(bytes)) return;
    if (this.#bound !== undefined && bytes > this.#bound) return;
    this.#seen.add(bytes);
    this.#entries.push({ bytes, isPrefix: folded !== undefined });
    if (this.#entries.length > 2 * this.#limit + 64) this.#trim();
  }

  /** Whether a key that begins with `start` could still change the page. */
  wants(start: string): boolean {
    const isNear = start.startsWith(this.#prefix) ||
      this.#prefix.startsWith(start);
    if (!isNear) return false;
    if (start <= this.#after && !this.#after.startsWith(start)) return false;
    if (this.#bound !== undefined && start > this.#bound) return false;
    const folded = this.#fold(start);
    return folded === undefined ||
      (folded > this.#after && !this.#seen.has(folded));
  }

  /**
   * The page. Facts are asked for only of keys that made it; a key without
   * facts was deleted meanwhile and is left out.
   */
  async page(
    facts: (key: string) => Promise<ObjectFacts | undefined>,
  ): Promise<ListPage> {
    this.#sort();
    const page = this.#entries.slice(0, this.#limit);
    const objects: ObjectFacts[] = [];
    const prefixes: string[] = [];
    for (const { bytes, isPrefix } of page) {
      const text = keyText(bytes) ?? "";
      if (isPrefix) {
        prefixes.push(text);
        continue;
      }
      const found = await facts(text);
      if (found !== undefined) objects.push(found);
    }
    const last = page.at(-1);
    return this.#entries.length > page.length && last !== undefined
      ? { objects, prefixes, next: keyText(last.bytes) ?? "" }
      : { objects, prefixes };
  }

  /** What the key shares with others up to the delimiter, if it holds one. */
  #fold(key: string): string | undefined {
    if (this.#delimiter === "") return undefined;
    const at = key.indexOf(this.#delimiter, this.#prefix.length);
    return at < 0 ? undefined : key.slice(0, at + this.#delimiter.length);
  }

  #sort(): void {
    this.#entries.sort((a, b) => a.bytes < b.bytes ? -1 : 1);
  }

  #trim(): void {
    this.#sort();
    this.#entries.length = this.#limit + 1;
    this.#seen = new Set(this.#entries.map((entry) => entry.bytes));
    this.#bound = this.#entries.at(-1)?.bytes;
  }
}
