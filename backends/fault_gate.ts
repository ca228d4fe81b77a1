/**
 * How code outside the core asks whether a fault point fires: the gate of the
 * core, handed in, so that a test can hand in one of its own. The points that
 * are asked so are listed with all others by `stor-verify faults`.
 */

/** Points of tables: a writer's flush and close, its manifests. */
export type TableFaultPoint =
  | "writer.flush.fail"
  | "writer.close.fail"
  | "manifest.commit.fail"
  | "manifest.read.fail"
  | "manifest.write.fail";

/** Counts each question; the core's `faults` is one. */
export interface FaultGate {
  /** The arg of the plan where the point fires, else `null`. */
  fires(point: string, defaultArg?: number): number | null;
}

/** A gate that nothing opens. */
export const NO_FAULTS: FaultGate = { fires: () => null };
