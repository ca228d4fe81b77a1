/** What a check of a target finds out, step by step. */

/** The steps, in their order; a target has those that mean something to it. */
export const CHECK_STEPS = [
  "settings",
  "name",
  "connection",
  "tls",
  "credential",
  "place",
  "write",
  "read",
  "delete",
] as const;
export type CheckStepName = (typeof CHECK_STEPS)[number];

/** One step; `text` is a phrase, or the sentence of what failed. */
export interface CheckStep {
  readonly step: CheckStepName;
  /** `skipped`: not tried, for the reason in `text`. */
  readonly state: "passed" | "failed" | "skipped";
  readonly text: string;
}
