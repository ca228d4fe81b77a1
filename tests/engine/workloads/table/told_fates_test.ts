import { assertEquals, assertThrows } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import type { TableJournal } from "../../../../engine/workloads/table/mod.ts";
import { TableTroubles } from "../../../../engine/workloads/table/table_troubles.ts";
import { ToldFates } from "../../../../engine/workloads/table/told_fates.ts";
import {
  memoryJournal,
  tableRun,
} from "../../../_support/table_load_fixture.ts";

function writeFailed(text: string): Error {
  return Object.assign(new Error(text), { name: "WriteFailed" });
}

/** Takes so many lines, and then fails as a full disk does. */
function fullAfter(lines: number) {
  const journal = memoryJournal();
  let left = lines;
  const append = (line: string) => {
    if (left-- <= 0) throw writeFailed("Cannot write: no space");
    journal.append(line);
  };
  return { ...journal, append };
}

Deno.test("ToldFates tells a journal that failed nothing more, and says so once", () => {
  const troubles = new TableTroubles();
  const journal = fullAfter(1);
  const fates = new ToldFates(journal, troubles);
  for (const append of [0, 1, 2]) fates.note(append, "acknowledged");
  assertEquals(journal.text(), "acknowledged 0\n");
  assertEquals(troubles.failed, [
    { key: "the journal", sentence: "Cannot write: no space" },
  ]);
});

Deno.test("ToldFates says whether the journal is gone, and throws what is ours", () => {
  const failing = (error: Error): TableJournal => ({
    ...memoryJournal(),
    remove() {
      throw error;
    },
  });
  const troubles = new TableTroubles();
  const removed = (journal?: TableJournal) =>
    new ToldFates(journal, troubles).remove();
  assertEquals([removed(), removed(memoryJournal())], [true, true]);
  const denied = writeFailed("Cannot remove: denied");
  assertEquals(removed(failing(denied)), false);
  assertEquals(troubles.failed.length, 1);
  assertThrows(() => removed(failing(new TypeError("Ours"))), TypeError);
});

/** Loses one version of the table. */
class LosingBackend extends MemBackend {
  override async putIfAbsent(key: string, bytes: Uint8Array) {
    const facts = await super.putIfAbsent(key, bytes);
    if (key.endsWith("manifest-6.svm")) await super.delete(key);
    return facts;
  }
}

Deno.test("runTables() keeps its findings, and all appends, when its journal fails", async () => {
  const backend = new LosingBackend({ url: "mem:" });
  const lost = await tableRun({ backend, journal: fullAfter(3) });
  assertEquals(lost.report.findingsCount > 0, true);
  assertEquals(lost.report.failed[0]?.key, "the journal");
  const whole = await tableRun({ journal: fullAfter(3) });
  const { appended, findings, keptAt, readBack } = whole.report;
  assertEquals([appended, readBack, findings], [6, 120, []]);
  assertEquals(keptAt !== undefined, true);
});
