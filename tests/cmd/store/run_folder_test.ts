/** The promises of cmd/store/run_folder.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { RunFolder } from "../../../cmd/store/run_folder.ts";
import { UsageError } from "../../../cmd/usage_error.ts";
import { makeRunState } from "../../_support/run_state.ts";

Deno.test("RunFolder gives back what was saved, and nothing for the rest", async () => {
  const folder = new RunFolder(await Deno.makeTempDir());
  await folder.save("plan.json", "{}");
  await folder.saveState(makeRunState());
  assertEquals(await folder.load("plan.json"), "{}");
  assertEquals(await folder.load("report.json"), undefined);
  assertEquals(await folder.state(), makeRunState());
  await Deno.remove(folder.path, { recursive: true });
});

Deno.test("RunFolder keeps the oracles of offsets and keys apart, and removes both", async () => {
  const folder = new RunFolder(await Deno.makeTempDir());
  assertEquals(await folder.hasOracle("0.oracle"), false);
  await Deno.writeTextFile(folder.oraclePath("0.oracle", "keys"), "x");
  assertEquals(await folder.hasOracle("0.oracle"), true);
  await Deno.writeTextFile(folder.oraclePath("0.oracle"), "y");
  await Deno.writeTextFile(folder.oraclePath("1.oracle"), "z");
  await folder.removeOracle("0.oracle");
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), [
    "1.oracle",
  ]);
  await Deno.remove(folder.path, { recursive: true });
});

Deno.test("RunFolder takes the journal of a table for an oracle of its target", async () => {
  const folder = new RunFolder(await Deno.makeTempDir());
  assertEquals(await folder.hasTable("0.oracle", "rows"), false);
  await Deno.writeTextFile(folder.tableJournalPath("0.oracle", "rows"), "x");
  await Deno.writeTextFile(folder.tableJournalPath("1.oracle", "rows"), "x");
  assertEquals(await folder.hasTable("0.oracle", "rows"), true);
  assertEquals(await folder.hasTable("0.oracle", "row"), false);
  assertEquals(await folder.hasOracle("0.oracle"), true);
  await folder.removeOracle("0.oracle");
  assertEquals(await folder.hasOracle("0.oracle"), false);
  assertEquals(await folder.hasOracle("1.oracle"), true);
  await Deno.remove(folder.path, { recursive: true });
});

Deno.test("RunFolder takes an oracle without a header for none, and a damaged one for one", async () => {
  const folder = new RunFolder(await Deno.makeTempDir());
  const path = folder.oraclePath("0.oracle");
  for (const length of [0, 16_384]) {
    await Deno.writeFile(path, new Uint8Array(length));
    assertEquals(await folder.hasOracle("0.oracle"), false);
  }
  const damaged = new Uint8Array(16_384);
  damaged[100] = 1;
  await Deno.writeFile(path, damaged);
  assertEquals(await folder.hasOracle("0.oracle"), true);
  await Deno.remove(folder.path, { recursive: true });
});

Deno.test("RunFolder says whether run.json is absent or damaged", async () => {
  const folder = new RunFolder(await Deno.makeTempDir());
  await assertRejects(() => folder.state(), UsageError, "it has no run.json");
  await Deno.writeTextFile(`${folder.path}/run.json`, '{"version":');
  await assertRejects(() => folder.state(), UsageError, "is damaged");
  await Deno.remove(folder.path, { recursive: true });
});
