/** What is wrong with a target as a person wrote it, all of it at once. */

/** The person named a target that cannot be; each mistake is one sentence. */
export class TargetsError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join("\n"));
    this.name = "TargetsError";
    this.mistakes = mistakes;
  }
}
