/**
 * Source files without a test of their own, each with the reason. An entry
 * that is not needed any more is itself a breach.
 */
import type { Exemptions } from "./rules/mirror.ts";

/** Path of the source file, then why. */
export const EXEMPTIONS: Exemptions = {};
