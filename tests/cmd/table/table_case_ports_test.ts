import { assertEquals, assertThrows } from "@std/assert";
import { tableCasePorts } from "../../../cmd/table/table_case_ports.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { UsageError } from "../../../engine/mod.ts";

function scaleOf(text: string | undefined): number {
  const core = loadCore();
  try {
    return tableCasePorts({ env: () => text }, core).stressScale;
  } finally {
    core.close();
  }
}

Deno.test("tableCasePorts() takes the scale of stress from the environment", () => {
  assertEquals(scaleOf("1"), 1);
  assertEquals(scaleOf("0.25"), 0.25);
  assertEquals(scaleOf(undefined) < 0.01, true);
});

Deno.test("tableCasePorts() refuses a scale that is none", () => {
  for (const text of ["0", "-1", "2", "all", ""]) {
    assertThrows(() => scaleOf(text), UsageError, "more than 0");
  }
});

Deno.test("tableCasePorts() counts open files", () => {
  const core = loadCore();
  try {
    const { openFiles } = tableCasePorts({ env: () => undefined }, core);
    const before = openFiles() ?? 0;
    using _file = Deno.openSync("/dev/null");
    assertEquals(openFiles(), before + 1);
  } finally {
    core.close();
  }
});
