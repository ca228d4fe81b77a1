/**
 * What the process tells its caller. The numbers are a promise to scripts:
 * "the storage is wrong" never shares a code with "I could not tell".
 */

/** Each code with the sentence that `--help` and the README print. */
export const EXIT_CODES = {
  0: "pass",
  1: "the storage is wrong: see the findings",
  2: "the command cannot be understood or carried out as given",
  3: "the world failed: storage, system or core did not do its part",
  4: "inconclusive: nothing compared, or too few samples",
  5: "an objective was missed",
  70: "a bug in stor-verify",
  130: "interrupted; the partial report is written",
  141: "the reader of the output went away",
} as const;

/** A key of `EXIT_CODES`; nothing else ever reaches `Deno.exit`. */
export type ExitCode = keyof typeof EXIT_CODES;
