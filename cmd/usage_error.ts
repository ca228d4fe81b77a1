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

/** One error for several; one alone, or one of another kind, stays itself. */
export function joinMistakes(errors: readonly unknown[]): unknown {
  const other = errors.find((error) => mistakesOf(error) === undefined);
  if (other !== undefined || errors.length < 2) return other ?? errors[0];
  return new UsageError(
    errors.flatMap((error) =>
      (mistakesOf(error) ?? []).map((mistake) => actionOf(error) + mistake)
    ),
  );
}

/** What could not be done, where the error tells it apart from the mistakes. */
export function actionOf(error: unknown): string {
  const has = error instanceof Error && "action" in error;
  return has ? `${String(error.action)}: ` : "";
}

/**
 * The mistakes in an error of any room, as sentences that stand alone;
 * `undefined` for an error that is not about mistakes.
 */
export function mistakesOf(error: unknown): readonly string[] | undefined {
  const list: unknown = error instanceof Error && "mistakes" in error &&
    error.mistakes;
  if (!Array.isArray(list)) return undefined;
  return list.map((mistake: unknown) => {
    if (typeof mistake !== "object" || mistake === null) return String(mistake);
    const path = "path" in mistake ? String(mistake.path) : "";
    const sentence = "sentence" in mistake ? String(mistake.sentence) : "";
    return path === "" ? sentence : `${path}: ${sentence}`;
  });
}
