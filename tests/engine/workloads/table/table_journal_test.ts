import { assertEquals } from "@std/assert";
import { AppendLedger } from "../../../../engine/workloads/table/append_ledger.ts";
import {
  beginJournal,
  noteFate,
  readJournal,
} from "../../../../engine/workloads/table/table_journal.ts";
import { memoryJournal } from "../../../_support/table_load_fixture.ts";

Deno.test("readJournal() knows what was acknowledged and refused, and nothing of the rest", () => {
  const journal = memoryJournal();
  beginJournal(journal);
  noteFate(journal, 3, "acknowledged");
  noteFate(journal, 1, "none");
  noteFate(journal, 2, "unknown");
  const ledger = new AppendLedger(5, 1);
  const read = readJournal(journal.text(), ledger, 5);
  assertEquals(read, { acknowledged: 1, strayLines: 0 });
  assertEquals(ledger.unknown, 3);
  for (const row of [1, 4]) ledger.see(row);
  const sentences = ledger.judge();
  assertEquals(sentences.length, 2);
  assertEquals(sentences.map((one) => one.slice(0, 21)), [
    "Append 1 was refused,",
    "Append 3 was acknowle",
  ]);
});

Deno.test("readJournal() passes over a line that a kill cut, and counts those that say nothing", () => {
  const read = (text: string) => readJournal(text, new AppendLedger(20, 1), 20);
  const head = "appends of a table\n";
  assertEquals(read(`${head}acknowledged 1\nacknowledged 1`), {
    acknowledged: 1,
    strayLines: 0,
  });
  assertEquals(read(""), { acknowledged: 0, strayLines: 0 });
  const odd = "acknowledged 99\nacknowledged -1\nwhat 3\n\nacknowledged 4\n";
  assertEquals(read(`${head}${odd}`), { acknowledged: 1, strayLines: 4 });
  assertEquals(read(`something else\nacknowledged 4\n`).strayLines, 1);
});
