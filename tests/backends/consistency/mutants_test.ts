/**
 * Every lie of both reference endpoints about what they keep and show is found
 * with little evidence; what an honest one does is not a finding.
 */
import { assert, assertEquals } from "@std/assert";
import { findLie, LIES, titleOf } from "./_lies.ts";
import { runOnStore } from "./_store_run.ts";

for (const store of ["s3", "azure"] as const) {
  for (const lie of LIES[store]) {
    Deno.test(`runConsistency() finds ${store} with ${titleOf(lie)}`, async () => {
      const { finding: { witness }, report } = await findLie(store, lie);
      assert(witness.length <= 5, JSON.stringify(witness));
      if (lie.isOfReplica !== true) return;
      assertEquals(witness.at(-1)?.endpoint, report.endpoints[1]);
    });
  }

  Deno.test(`runConsistency() accuses no honest ${store}`, async () => {
    const { report } = await runOnStore({
      store,
      mutants: [[], []],
      options: { operations: 1200 },
    });
    assertEquals(report.findings, []);
    assertEquals(report.level, "linearizable");
    assertEquals(report.failures["Unexpected"], undefined);
  });
}

/** What a store may do without breaking a promise. */
const HARMLESS = {
  s3: [
    "drop-answer",
    "cut-body",
    "cut-unframed",
    "reset-body",
    "slow-down",
    "internal-error",
    "error-in-200",
  ],
  azure: ["cut-body", "cut-unframed", "reset", "server-busy", "server-error"],
} as const;
for (const store of ["s3", "azure"] as const) {
  for (const name of HARMLESS[store]) {
    Deno.test(`runConsistency() accuses no ${store} with ${name}`, async () => {
      const { report, fired } = await runOnStore({
        store,
        mutants: [[{ name, every: 9 }], [{ name, every: 3 }]],
        options: { operations: 900 },
      });
      assert(fired(name) > 0, "nothing was broken");
      assertEquals(report.findings, []);
      assertEquals(report.stoppedBy, "limit");
      assert(report.reads.looks > 100);
    });
  }
}
