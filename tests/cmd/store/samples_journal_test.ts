import { assertEquals, assertThrows } from "@std/assert";
import { WriteFailed } from "../../../cmd/context.ts";
import { openSamplesJournal } from "../../../cmd/store/samples_journal.ts";

Deno.test("openSamplesJournal() goes on with the lines that are there", async () => {
  const path = `${await Deno.makeTempDir()}/a.samples`;
  for (const line of ["one\n", "two\n"]) {
    const journal = openSamplesJournal(path);
    journal.append(line);
    journal.close();
  }
  const journal = openSamplesJournal(path);
  assertEquals(journal.text(), "one\ntwo\n");
  journal.close();
});

Deno.test("openSamplesJournal() names the file that it cannot open", () => {
  const path = "/nonexistent/a.samples";
  assertThrows(() => openSamplesJournal(path), WriteFailed, path);
});
