/** What planning decides for a step that copies objects. Plain JSON. */
import type { PipelineStep } from "../../profile/mod.ts";

export interface PlannedPipelineStep extends Omit<PipelineStep, "verify"> {
  /** Below the target's own prefix; ends with a slash. */
  readonly keyPrefix: string;
  /** 16 hex digits; sizes and bytes follow from it, alike on every target. */
  readonly seed: string;
  readonly readsBack: boolean;
  /** Name of the target that comes next; `null` where there is one only. */
  readonly next: string | null;
}
