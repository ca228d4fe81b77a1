/**
 * Measures again what a busy host may have disturbed. What is wrong with the
 * samples themselves is never tried twice.
 */
import { CaseFailed } from "../case_failed.ts";

const TRIES = 5;

/**
 * What the first try within its bound said. A `CaseFailed` means that it was
 * not; that of the last of five tries is thrown.
 */
export async function withinTries(
  measure: () => Promise<string>,
): Promise<string> {
  for (let left = TRIES - 1;; left--) {
    try {
      return await measure();
    } catch (error) {
      if (!(error instanceof CaseFailed)) throw error;
      if (left > 0) continue;
      throw new CaseFailed(`${error.message}, in the last of ${TRIES} tries`);
    }
  }
}
