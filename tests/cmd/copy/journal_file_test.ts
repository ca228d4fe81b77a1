import { assertEquals, assertThrows } from "@std/assert";
import { CopyJournal } from "../../../cmd/copy/journal_file.ts";
import { type Core, loadCore } from "../../../ffi/mod.ts";
import { UsageError } from "../../../cmd/usage_error.ts";

const ENDS = { source: "file:///a", destination: "s3://b/c" };
const DONE = {
  line: "done",
  key: "k",
  sizeBytes: 1,
  sourceEtag: "s",
  etag: "e",
  digests: {},
} as const;

async function withFile(body: (path: string, core: Core) => void) {
  using core = loadCore();
  const folder = await Deno.makeTempDir();
  try {
    body(`${folder}/journal`, core);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a journal says at the next opening what was done", async () => {
  await withFile((path, core) => {
    const first = CopyJournal.open(core, path, ENDS);
    first.append(DONE);
    first.close();
    const second = CopyJournal.open(core, path, ENDS);
    assertEquals(second.state.done.get("k"), DONE);
    second.close();
  });
});

Deno.test("what a crash cut off is taken away before the next line", async () => {
  await withFile((path, core) => {
    const first = CopyJournal.open(core, path, ENDS);
    first.append(DONE);
    first.close();
    Deno.writeTextFileSync(path, '{"line":"do', { append: true });
    const second = CopyJournal.open(core, path, ENDS);
    second.append({ ...DONE, key: "l" });
    second.close();
    const third = CopyJournal.open(core, path, ENDS);
    assertEquals([...third.state.done.keys()], ["k", "l"]);
    third.close();
  });
});

Deno.test("a journal of another copy, or any other file, is refused and kept", async () => {
  await withFile((path, core) => {
    CopyJournal.open(core, path, ENDS).close();
    const other = { ...ENDS, source: "file:///z" };
    assertThrows(
      () => CopyJournal.open(core, path, other),
      UsageError,
      "file:///a",
    );
    Deno.writeTextFileSync(path, "my notes\n");
    assertThrows(
      () => CopyJournal.open(core, path, ENDS),
      UsageError,
      "journal",
    );
    assertEquals(Deno.readTextFileSync(path), "my notes\n");
  });
});

Deno.test("a journal has one holder at a time, and is resumed by the next", async () => {
  await withFile((path, core) => {
    const first = CopyJournal.open(core, path, ENDS);
    assertEquals(first.isResumed, false);
    assertThrows(
      () => CopyJournal.open(core, path, ENDS),
      UsageError,
      "another copy is under way with it",
    );
    first.append(DONE);
    first.close();
    const next = CopyJournal.open(core, path, ENDS);
    assertEquals([next.isResumed, next.state.done.size], [true, 1]);
    next.close();
  });
});

Deno.test("without a file nothing is kept, and nothing fails", () => {
  const journal = CopyJournal.none();
  journal.append(DONE);
  journal.sync();
  journal.close();
  assertEquals([journal.isKept, journal.state.done.size], [false, 0]);
});
