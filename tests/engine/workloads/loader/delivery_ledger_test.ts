import { assertEquals } from "@std/assert";
import { DeliveryLedger } from "../../../../engine/workloads/loader/delivery_ledger.ts";

Deno.test("DeliveryLedger names what is missing, repeated and unknown", () => {
  const ledger = new DeliveryLedger([2, 9]);
  ledger.note({ source: 0, sample: 0 });
  ledger.note({ source: 1, sample: 8 });
  ledger.note({ source: 1, sample: 8 });
  ledger.note({ source: 1, sample: 9 });
  ledger.note({ source: 2, sample: 0 });
  ledger.note({ source: 0, sample: -1 });
  assertEquals(ledger.gaps(), {
    deliveredCount: 6,
    missingCount: 9,
    repeatedCount: 1,
    strangerCount: 3,
    firstMissing: { source: 0, sample: 1 },
    firstRepeated: { source: 1, sample: 8 },
  });
});

Deno.test("DeliveryLedger has nothing to say when each came once", () => {
  const ledger = new DeliveryLedger([3]);
  for (const sample of [2, 0, 1]) ledger.note({ source: 0, sample });
  const { missingCount, repeatedCount, firstMissing } = ledger.gaps();
  assertEquals([missingCount, repeatedCount, firstMissing], [0, 0, null]);
});
