import { assertEquals, assertRejects } from "@std/assert";
import { RecordLog, recoverRecords } from "../../../backends/journal/mod.ts";
import { journalOf, MemoryFile } from "./_memory_file.ts";

Deno.test("RecordLog refuses a record that recovery would take for damage", async () => {
  const log = await RecordLog.create(new MemoryFile());
  await assertRejects(() => log.append(new Uint8Array(0)), RangeError);
  await assertRejects(
    () => log.append(new Uint8Array((1 << 20) + 1)),
    RangeError,
  );
});

Deno.test("RecordLog appends what recoverRecords() gives back", async () => {
  const { records } = recoverRecords(await journalOf([1, 2], [3]));
  assertEquals(records.map((record) => [...record]), [[1, 2], [3]]);
});
