/** What planning decides for a step that writes a table. Plain JSON. */
import type { TableStep } from "../../profile/mod.ts";

export interface PlannedTableStep extends Omit<TableStep, "verify"> {
  /** Below the target's own prefix; ends with a slash. */
  readonly keyPrefix: string;
  /** 16 hex digits; every value follows from it, alike on every target. */
  readonly seed: string;
  readonly readsBack: boolean;
  /** Nothing is written: what an earlier run kept there is judged. */
  readonly isReadBack?: true;
}
