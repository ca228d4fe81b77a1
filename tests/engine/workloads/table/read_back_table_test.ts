import { assertEquals, assertStringIncludes } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { failingTarget } from "../../../../engine/cases/table/failing_target.ts";
import { readBackTable } from "../../../../engine/workloads/table/mod.ts";
import {
  memoryJournal,
  tableRun,
  tableStep,
} from "../../../_support/table_load_fixture.ts";
import { tablePorts } from "./table_fixture.ts";

/** A table that a run kept, with what its writers were told. */
async function kept() {
  const journal = memoryJournal();
  const { backend, report } = await tableRun({ journal, keeps: true });
  const again = (told = journal, isStopped = false) => {
    const stop = new AbortController();
    if (isStopped) stop.abort();
    return readBackTable({
      step: tableStep(),
      backend,
      ports: tablePorts(),
      journal: told,
      nowNs: () => 0,
      signal: stop.signal,
    });
  };
  return { again, backend, journal, report };
}

Deno.test("readBackTable() compares each row of a kept table by the journal of its writers", async () => {
  const { again, report } = await kept();
  assertEquals(report.keptAt, "mem:/sv-0123456789abcdef-table-0");
  const read = await again();
  assertEquals([read.findings, read.failed], [[], []]);
  assertEquals([read.appended, read.comparedRows, read.versions], [6, 120, 6]);
  assertEquals([read.isReadBack, read.isStopped], [true, false]);
});

Deno.test("readBackTable() finds acknowledged appends that are gone, and refused ones that are there", async () => {
  const { again, backend, journal } = await kept();
  const lines = journal.text().replace("acknowledged 2\n", "refused 2\n");
  const told = memoryJournal();
  told.append(lines);
  const refused = await again(told);
  assertStringIncludes(
    refused.findings[0]?.sentence ?? "",
    "Append 2 was refused, and 20 of rows 40 to 60 are there",
  );
  for (const { key } of (await backend.list()).objects) {
    await backend.delete(key);
  }
  const gone = await again();
  assertEquals([gone.findingsCount, gone.versions], [6, 0]);
});

Deno.test("readBackTable() takes appends of a killed run as they are, and says what it cannot read", async () => {
  const { again } = await kept();
  const told = memoryJournal();
  told.append("appends of a table\nacknowledged 0\nacknowledged 1\nnonsense\n");
  const read = await again(told);
  assertEquals([read.findings, read.appended, read.unknownOutcomes], [
    [],
    2,
    4,
  ]);
  assertStringIncludes(read.failed[0]?.sentence ?? "", "Cannot read 1 lines");
  const stopped = await again(undefined, true);
  assertEquals([stopped.isStopped, stopped.findings], [true, []]);
});

Deno.test("a table is taken away where it is whole, and left with its journal where it is not", async () => {
  const journal = memoryJournal();
  const whole = await tableRun({ journal });
  assertEquals([whole.report.keptAt, journal.isRemoved()], [undefined, true]);
  const backend = new MemBackend({ url: "mem:" });
  const putIfAbsent = backend.putIfAbsent.bind(backend);
  backend.putIfAbsent = async (key, bytes) => {
    const facts = await putIfAbsent(key, bytes);
    if (key.endsWith("manifest-6.svm")) await backend.delete(key);
    return facts;
  };
  const other = memoryJournal();
  const lost = await tableRun({ backend, journal: other });
  assertEquals(lost.report.findingsCount > 0, true);
  assertEquals([lost.report.keptAt !== undefined, other.isRemoved()], [
    true,
    false,
  ]);
  assertEquals((await backend.list()).objects.length > 0, true);
});

Deno.test("a table whose removal does not end is told, and no journal is left to judge it by", async () => {
  const journal = memoryJournal();
  const backend = new MemBackend({ url: "mem:" });
  const hadJournal: boolean[] = [];
  const remove = backend.delete.bind(backend);
  backend.delete = async (key) => {
    hadJournal.push(!journal.isRemoved());
    await remove(key);
  };
  const { report } = await tableRun({
    journal,
    backend: failingTarget(backend, {
      calls: ["delete"],
      kind: "Unavailable",
      after: 3,
    }),
  });
  assertEquals(hadJournal, [false, false, false]);
  assertEquals([report.findings, report.failedCount], [[], 1]);
  assertStringIncludes(
    report.failed[0]?.sentence ?? "",
    `Cannot take away all of table "${report.keptAt}"`,
  );
  assertEquals((await backend.list()).objects.length > 0, true);
});
