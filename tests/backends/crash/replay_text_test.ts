import { assertEquals, assertStringIncludes } from "@std/assert";
import { CRASH_TRIALS, replayText } from "../../../backends/crash/mod.ts";
import { cutStates } from "../../../backends/crash/power_cuts.ts";
import type { PreparedTrial } from "../../../backends/crash/trial.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { memoryPlace } from "./_run_place.ts";

async function prepared(id: string): Promise<PreparedTrial> {
  using core = loadCore();
  const trial = CRASH_TRIALS.find((one) => one.id === id);
  if (trial === undefined) throw new Error(`There is no trial ${id}`);
  return await trial.prepare(memoryPlace(core));
}

Deno.test("replayText() says what became of each entry, and what is left", async () => {
  const put = await prepared("file-put");
  const state = [...cutStates(put.cuts)].find(({ fate }) =>
    fate.torn?.bytes === 512 && fate.landed.size > 1
  );
  if (state === undefined) throw new Error("Nothing was torn");
  const text = replayText({ prepared: put, state, sentence: null });
  assertStringIncludes(text, "durable             make folder");
  assertStringIncludes(text, "cut at 512 bytes    write");
  assertStringIncludes(text, "promised: begin");
  assertStringIncludes(text, "image\n  /data/\n");
  assertStringIncludes(text, "bytes, CRC-32 ");
  assertStringIncludes(text, "judgement Every promise is kept\n");
  const entries = text.split("\n").filter((line) => /^ +\d+ {2}/.test(line));
  assertEquals(entries.length, state.events);
});

Deno.test("replayText() names what a cut dropped, and what is wrong then", async () => {
  const lie = await prepared("lie-sync");
  for (const state of cutStates(lie.cuts)) {
    const sentence = await lie.judge(state);
    if (sentence === null) continue;
    const text = replayText({ prepared: lie, state, sentence });
    assertStringIncludes(text, "dropped             write");
    assertStringIncludes(text, "which covers nothing");
    assertStringIncludes(text, `judgement ${sentence}\n`);
    return;
  }
  throw new Error("No state shows the lie");
});
