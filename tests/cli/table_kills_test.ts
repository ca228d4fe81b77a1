/** What a killed writer leaves: every acknowledged version, whole, and orphans. */
import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { ROWS_EACH } from "../_support/append_until_killed.ts";
import { runCli } from "../_support/cli.ts";
import { withTablePlace } from "../_support/table_place.ts";

const PROGRAM = new URL("../_support/append_until_killed.ts", import.meta.url);

/** Appends until so many versions are acknowledged, and is killed at once. */
async function killedAfter(folder: string, versions: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM.href, folder],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let last = 0;
  let told = 0;
  let isKilled = false;
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  for await (const text of lines) {
    const numbers = text.trim().split("\n").map(Number);
    told += numbers.length;
    last = numbers.at(-1) ?? last;
    if (told < versions || isKilled) continue;
    isKilled = true;
    child.kill("SIGKILL");
  }
  await child.status;
  return last;
}

Deno.test("A table whose writers are killed has each acknowledged version, whole", async () => {
  await withTablePlace(async ({ folder, open, rows, url }) => {
    let acknowledged = 0;
    for (const versions of [1, 6]) {
      acknowledged = await killedAfter(folder, versions);
      const table = await open();
      assertGreaterOrEqual(table.version, acknowledged);
      assertEquals(table.manifest.rowCount, table.version * ROWS_EACH);
      const reader = await table.reader();
      for await (const batch of reader.scan()) {
        assertEquals(rows.check(batch), null);
      }
      const check = await runCli(["table", "check", url, "--json"]);
      assertEquals([check.exit, JSON.parse(check.out).findings], [0, []]);
    }
    const removed = await runCli(["table", "check", url, "--remove-orphans"]);
    assertEquals(removed.exit, 0);
    const after = await runCli(["table", "check", url, "--json"]);
    assertEquals(JSON.parse(after.out).orphans, []);
  });
});
