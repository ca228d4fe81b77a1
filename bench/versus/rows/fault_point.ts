/**
 * What a fault point costs that is compiled in and not armed: measured by the
 * core itself, in a loop over one point with its gate closed.
 */
import { loadCore } from "../../../ffi/mod.ts";
import { median } from "../pairs.ts";
import { boundBar, type Row } from "../row.ts";

const CALLS = 100_000_000;

/** The row of the table of bars. */
export const FAULT_POINT: Row = {
  id: "fault-point",
  title: "A fault point that is not armed",
  run({ rounds, say }) {
    using core = loadCore();
    const idle = Array.from(
      { length: rounds },
      () => core.faults.idlePs(CALLS) / 1000,
    );
    say(`${idle.map((ns) => ns.toFixed(2)).join(" ")} ns`);
    return Promise.resolve([
      boundBar({
        title: "one point",
        unit: "ns",
        measured: median(idle),
        atMost: 3,
      }),
    ]);
  },
};
