/**
 * Tells whoever owns a root of the entries that keys make in it, each once and
 * before it is made, so that a process that dies has listed all it leaves.
 */

/** Quiet until somebody listens. */
export class EntryNotes {
  readonly #told = new Map<string, Promise<void>>();
  #note: ((name: string) => Promise<void>) | undefined;

  /** `note` is waited for; when it fails, so does the key. */
  listen(note: (name: string) => Promise<void>): void {
    this.#note = note;
  }

  /** Resolves once `name` was noted, by this call or an earlier one. */
  async tell(name: string): Promise<void> {
    if (this.#note === undefined) return;
    const telling = this.#told.get(name) ?? this.#note(name);
    this.#told.set(name, telling);
    try {
      await telling;
    } catch (error) {
      // The next key below it must not go in unlisted.
      this.#told.delete(name);
      throw error;
    }
  }
}
