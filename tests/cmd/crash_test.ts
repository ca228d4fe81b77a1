/** The promises of cmd/crash.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { CRASH_TRIALS, saveRunLog } from "../../backends/crash/mod.ts";
import { memoryPlace } from "../../cmd/power_cuts.ts";
import { loadCore } from "../../ffi/mod.ts";
import { runCli } from "../_support/cli.ts";

const BUG = "bug-journal-acknowledged-before-sync";

Deno.test("crash list names everything that is tried", async () => {
  const { exit, out } = await runCli(["crash", "list"]);
  assertEquals([exit, out.trimEnd().split("\n").length], [
    0,
    CRASH_TRIALS.length,
  ]);
});

Deno.test("crash replay finds the first state that breaks a bug, and shows it by name", async () => {
  const found = await runCli(["crash", "replay", BUG, "--seed", "7"]);
  assertEquals(found.exit, 1);
  const command = /^again +stor-verify (.*)$/m.exec(found.out)?.[1] ?? "";
  const again = await runCli(command.split(" "));
  assertEquals([again.exit, again.out], [1, found.out]);
  assertStringIncludes(again.out, "judgement 0 records are left of");
});

Deno.test("crash replay ends well where nothing breaks", async () => {
  const state = ["--seed", "7", "--state", "0.0"];
  const kept = await runCli(["crash", "replay", "journal", ...state]);
  assertEquals(kept.exit, 0);
  assertStringIncludes(kept.out, "judgement Every promise is kept");
  const all = await runCli(["crash", "replay", "journal", "--seed", "7"]);
  assertEquals(all.exit, 0);
  assertStringIncludes(all.out, "No state of journal with seed 7 breaks");
});

Deno.test("crash replay takes a run from the log that was kept of it", async () => {
  using core = loadCore();
  const trial = CRASH_TRIALS.find(({ id }) => id === "run-beside");
  const place = { seed: 5, stamp: core.stamp, run: memoryPlace(core) };
  const recorded = (await trial?.prepare(place))?.recorded;
  if (recorded === undefined) throw new Error("Nothing was recorded");
  const log = await Deno.makeTempFile();
  await Deno.writeTextFile(log, saveRunLog(recorded));
  const words = ["crash", "replay", "run-beside", "--state", "9.0"];
  const end = await runCli([...words, "--log", log]);
  assertEquals([end.exit, end.err], [0, ""]);
  assertStringIncludes(end.out, `--log ${log}`);
  await Deno.remove(log);
  const without = await runCli(words);
  assertStringIncludes(without.err, "give the one that was kept with --log");
});

Deno.test("crash says what it cannot show, and what was meant", async () => {
  const wrong: readonly (readonly [readonly string[], string])[] = [
    [["replay"], "name a SUBJECT"],
    [["replay", "file-putt"], 'did you mean "file-put"?'],
    [["replay", "run", "--state", "x"], 'state "x" of run'],
    [["replay", "run", "--log", "/nowhere"], '"/nowhere"'],
    [["list", "--seed", "1"], '"--seed" belongs to "crash replay"'],
    [["list", "run"], "takes no SUBJECT"],
  ];
  for (const [words, said] of wrong) {
    const { err, exit, out } = await runCli(["crash", ...words]);
    assertEquals([exit, out], [2, ""], words.join(" "));
    assertStringIncludes(err, said);
  }
});
