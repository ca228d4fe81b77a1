/** What was asked for cannot be understood, or not done as asked. */

/** Carries every mistake of the command, not only the first. Exit 2. */
export class UsageError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[], options: ErrorOptions = {}) {
    super(mistakes.join("\n"), options);
    this.name = "UsageError";
    this.mistakes = mistakes;
  }
}
