import { assertEquals } from "@std/assert";
import { failingTarget } from "../../../../engine/cases/table/failing_target.ts";
import {
  openLoaded,
  removeLoaded,
} from "../../../../engine/workloads/table/loaded_table.ts";
import { tableRun, tableStep } from "../../../_support/table_load_fixture.ts";
import { tablePorts } from "./table_fixture.ts";

Deno.test("removeLoaded() takes away all below the table, and says when it could not", async () => {
  const step = tableStep();
  const ports = tablePorts();
  const { backend } = await tableRun({ keeps: true });
  await backend.put("other", new Uint8Array(1));
  assertEquals(await removeLoaded({ step, backend, ports }), true);
  const left = (await backend.list()).objects.map(({ key }) => key);
  assertEquals(left, ["other"]);
  const table = await openLoaded({ step, backend, ports });
  assertEquals(table.version, 0);
  const { backend: kept } = await tableRun({ keeps: true });
  const refused = failingTarget(kept, {
    calls: ["delete"],
    kind: "Unavailable",
  });
  assertEquals(await removeLoaded({ step, backend: refused, ports }), false);
});
