/** Makes a run's state for tests; what a test sets is what it is about. */
import type { RunState } from "../../cmd/store/run_state.ts";

/** A complete run of this host that passed. */
export function makeRunState(set: Partial<RunState> = {}): RunState {
  return {
    version: 1,
    tool: "stor-verify 0.0.0",
    runId: "00000000000000aa",
    state: "complete",
    processId: Deno.pid,
    processMark: "mark",
    host: Deno.hostname(),
    startedAt: "2026-11-21T00:00:00.000Z",
    profile: "quick",
    places: [],
    verdict: { outcome: "pass", exit: 0 },
    ...set,
  };
}
