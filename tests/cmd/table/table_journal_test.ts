/** The promises of cmd/table/table_journal.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { WriteFailed } from "../../../cmd/context.ts";
import { openTableJournal } from "../../../cmd/table/table_journal.ts";

Deno.test("openTableJournal() removes its file, and says where it cannot", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/appends`;
  try {
    const journal = openTableJournal(path);
    journal.append("a line\n");
    assertEquals(journal.text(), "a line\n");
    journal.remove();
    assertThrows(() => Deno.statSync(path), Deno.errors.NotFound);
    assertThrows(
      () => journal.remove(),
      WriteFailed,
      `Cannot remove "${path}": `,
    );
    journal.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
