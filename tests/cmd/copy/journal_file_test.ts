import { assertEquals, assertThrows } from "@std/assert";
import { CopyJournal } from "../../../cmd/copy/journal_file.ts";
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

async function withFile(body: (path: string) => void | Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await body(`${folder}/journal`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a journal says at the next opening what was done", async () => {
  await withFile((path) => {
    const first = CopyJournal.open(path, ENDS);
    first.append(DONE);
    first.close();
    const second = CopyJournal.open(path, ENDS);
    assertEquals(second.state.done.get("k"), DONE);
    second.close();
  });
});

Deno.test("what a crash cut off is taken away before the next line", async () => {
  await withFile((path) => {
    const first = CopyJournal.open(path, ENDS);
    first.append(DONE);
    first.close();
    Deno.writeTextFileSync(path, '{"line":"do', { append: true });
    const second = CopyJournal.open(path, ENDS);
    second.append({ ...DONE, key: "l" });
    second.close();
    const third = CopyJournal.open(path, ENDS);
    assertEquals([...third.state.done.keys()], ["k", "l"]);
    third.close();
  });
});

Deno.test("a journal of another copy, or any other file, is refused and kept", async () => {
  await withFile((path) => {
    CopyJournal.open(path, ENDS).close();
    const other = { ...ENDS, source: "file:///z" };
    assertThrows(() => CopyJournal.open(path, other), UsageError, "file:///a");
    Deno.writeTextFileSync(path, "my notes\n");
    assertThrows(() => CopyJournal.open(path, ENDS), UsageError, "journal");
    assertEquals(Deno.readTextFileSync(path), "my notes\n");
  });
});

Deno.test("without a file nothing is kept, and nothing fails", () => {
  const journal = CopyJournal.open(undefined, ENDS);
  journal.append(DONE);
  journal.sync();
  journal.close();
  assertEquals([journal.isKept, journal.state.done.size], [false, 0]);
});
