import { assertEquals } from "@std/assert";
import {
  type FaultGate,
  NO_FAULTS,
  type TableFaultPoint,
} from "../../backends/fault_gate.ts";
import { loadCore } from "../../ffi/mod.ts";

const POINTS: Readonly<Record<TableFaultPoint, true>> = {
  "writer.flush.fail": true,
  "writer.close.fail": true,
  "manifest.commit.fail": true,
  "manifest.read.fail": true,
  "manifest.write.fail": true,
};

Deno.test("the core has each point of tables, and answers for it", () => {
  using core = loadCore();
  const gate: FaultGate = core.faults;
  for (const point of Object.keys(POINTS)) {
    core.faults.arm(`${point}:count=1:arg=28`);
    const asked = [gate.fires(point, 5), gate.fires(point, 5)];
    core.faults.clear();
    assertEquals(asked, [28, null], point);
  }
});

Deno.test("NO_FAULTS never fires", () => {
  assertEquals(NO_FAULTS.fires("writer.flush.fail", 5), null);
});
