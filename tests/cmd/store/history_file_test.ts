/** The promises of cmd/store/history_file.ts. */
import { assert, assertEquals } from "@std/assert";
import { historyLines, openHistory } from "../../../cmd/store/history_file.ts";

async function withFolder(body: (path: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openHistory() keeps every line, in order, however many", async () => {
  await withFolder((folder) => {
    const path = `${folder}/history-0-race.jsonl`;
    const sink = openHistory(path);
    const lines = Array.from(
      { length: 30_000 },
      (_, at) => `{"id":${at},"é":1}`,
    );
    for (const line of lines) sink.write(`${line}\n`);
    assertEquals(sink.close(), { history: "history-0-race.jsonl" });
    assertEquals(sink.close(), { history: "history-0-race.jsonl" });
    sink.write("late\n");
    assertEquals([...historyLines(path)], lines);
    assertEquals((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  });
});

Deno.test("openHistory() tells what it could not keep, and never throws", async () => {
  await withFolder((folder) => {
    const taken = `${folder}/history.jsonl`;
    Deno.writeTextFileSync(taken, "of another run");
    for (const path of [taken, `${folder}/absent/history.jsonl`, "/dev/full"]) {
      const sink = openHistory(path);
      for (let at = 0; at < 9; at += 1) sink.write("x".repeat(20_000));
      const { failure, history } = sink.close();
      assertEquals(history, undefined);
      assert(failure?.startsWith(`Cannot keep the history in "${path}": `));
    }
    assertEquals(Deno.readTextFileSync(taken), "of another run");
  });
});

Deno.test("historyLines() gives a last line that was cut off", async () => {
  await withFolder((folder) => {
    const path = `${folder}/h.jsonl`;
    Deno.writeTextFileSync(path, '{"a":1}\n{"b":');
    assertEquals([...historyLines(path)], ['{"a":1}', '{"b":']);
  });
});
