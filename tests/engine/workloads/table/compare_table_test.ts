import { assertEquals } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { AppendLedger } from "../../../../engine/workloads/table/append_ledger.ts";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import { compareTable } from "../../../../engine/workloads/table/compare_table.ts";
import {
  openLoaded,
  rowsOf,
} from "../../../../engine/workloads/table/loaded_table.ts";
import { TableTroubles } from "../../../../engine/workloads/table/table_troubles.ts";
import { tableRun, tableStep } from "../../../_support/table_load_fixture.ts";
import { tablePorts } from "./table_fixture.ts";

Deno.test("compareTable() compares every row, each append, and nothing of a table without versions", async () => {
  const step = tableStep();
  const { backend } = await tableRun({ keeps: true });
  const signal = new AbortController().signal;
  const compared = async (from: typeof backend, seed = step.seed) => {
    const asked = { ...step, seed };
    const ledger = new AppendLedger(step.appends, step.rows);
    for (let append = 0; append < step.appends; append++) {
      ledger.settle(append, "acknowledged");
    }
    const troubles = new TableTroubles();
    const ports = tablePorts();
    const table = await openLoaded({ step: asked, backend: from, ports });
    const rows = rowsOf(await loadArrow(), asked);
    const seen = await compareTable({ table, rows, ledger, troubles, signal });
    return [seen, troubles.findingsCount];
  };
  assertEquals(await compared(backend), [120, 0]);
  const [seen, wrong = 0] = await compared(backend, "00000000000000ff");
  assertEquals([seen, wrong > 0], [120, true]);
  assertEquals(await compared(new MemBackend({ url: "mem:" })), [0, 6]);
});
