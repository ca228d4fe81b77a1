/**
 * Plants text in a rule: a source file in one line, and what a rule said of
 * it in short. For the tests of the rules only.
 */
import type { Breach, SourceFile } from "../breach.ts";

/** A file of the tree with the lines given. */
export function plant(path: string, ...lines: string[]): SourceFile {
  return { path, text: lines.join("\n") + "\n" };
}

/** `line: reason` of each breach. */
export function said(breaches: readonly Breach[]): string[] {
  return breaches.map(({ line, reason }) => `${line}: ${reason}`);
}
