/**
 * Every case that is known here: the suite of `backends/`, what power cuts are
 * tried on, and the table.
 */
import { CRASH_TRIALS } from "../backends/crash/mod.ts";
import { CAPABILITIES, CONFORMANCE_CASES } from "../backends/mod.ts";
import { caseTableUrl, type Catalogue, makeCatalogue } from "../engine/mod.ts";

/** Reads the table, which lies beside the program, also inside the binary. */
export function loadCatalogue(): Catalogue {
  return makeCatalogue({
    table: Deno.readTextFileSync(caseTableUrl()),
    trials: CRASH_TRIALS,
    suite: CONFORMANCE_CASES.map(({ id, proves, when }) => ({
      id,
      promise: when === "declared"
        ? CAPABILITIES[proves]
        : `Where ${proves} is not claimed, its calls are refused and change ` +
          "nothing",
    })),
  });
}
