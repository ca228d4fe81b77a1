/**
 * Names in the order of their UTF-8 bytes, with the first at or after a given
 * one found at once. Works on names as `keyBytes` gives them, in which
 * JavaScript's own comparison is that of bytes.
 */

/** A set; adding and removing move what follows, which is cheap. */
export class KeyOrder {
  readonly #names: string[] = [];

  get count(): number {
    return this.#names.length;
  }

  add(name: string): void {
    const at = this.#indexOf(name);
    if (this.#names[at] !== name) this.#names.splice(at, 0, name);
  }

  delete(name: string): void {
    const at = this.#indexOf(name);
    if (this.#names[at] === name) this.#names.splice(at, 1);
  }

  /** The first that is not below `name`; `undefined` behind the last. */
  firstFrom(name: string): string | undefined {
    return this.#names[this.#indexOf(name)];
  }

  #indexOf(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle] ?? "") < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The smallest name above `name`. */
export function nextName(name: string): string {
  return `${name}\0`;
}

/** The smallest name above all that begin with `prefix`, if there is one. */
export function afterPrefix(prefix: string): string | undefined {
  const start = prefix.replace(/\xff+$/, "");
  if (start === "") return undefined;
  const last = start.charCodeAt(start.length - 1);
  return start.slice(0, -1) + String.fromCharCode(last + 1);
}
