/** The promises of cmd/power_cuts.ts. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { MemBackend } from "../../backends/mem.ts";
import { findTrial, powerCutsOf, replayCommand } from "../../cmd/power_cuts.ts";
import { loadCore } from "../../ffi/mod.ts";

const pause = () => Promise.resolve();

Deno.test("powerCutsOf() stops where a pause was used to stop it", async () => {
  using core = loadCore();
  const stop = new AbortController();
  const end = await powerCutsOf({
    core,
    backend: new MemBackend({ url: "mem:" }),
    seed: "1",
    folder: () => "/nowhere",
    signal: stop.signal,
    pause: () => Promise.resolve(stop.abort()),
  })("file-put-if-absent");
  assertEquals([end.states, end.isStopped], [100, true]);
});

Deno.test("powerCutsOf() finds a bug, names its replay, and tries it once", async () => {
  using core = loadCore();
  const signal = new AbortController().signal;
  const backend = new MemBackend({ url: "mem:" });
  const tryCuts = powerCutsOf({
    ...{ core, backend, seed: "x y", folder: () => "/nowhere", signal, pause },
  });
  const end = await tryCuts("bug-count-before-data");
  assertStringIncludes(
    end.shortest?.replay ?? "",
    "stor-verify crash replay bug-count-before-data --seed 'x y' --state ",
  );
  assertEquals(end.states > 100 && end.elapsedNs > 0, true);
  assertEquals(await tryCuts("bug-count-before-data") === end, true);
  assertThrows(() => tryCuts("nothing"), TypeError, "nothing");
});

Deno.test("powerCutsOf() runs over a target that is a folder, and leaves nothing", async () => {
  using core = loadCore();
  const folder = await Deno.makeTempDir();
  const { openBackend, resolveTarget } = await import("../../backends/mod.ts");
  const target = resolveTarget(`file://${folder}`, new Map(), { cwd: "/" });
  const backend = await openBackend(target, { core });
  const noted: string[] = [];
  backend.noteEntries?.((name) => Promise.resolve(void noted.push(name)));
  const end = await powerCutsOf({
    ...{ core, backend, seed: "1", folder: () => folder },
    signal: new AbortController().signal,
    pause,
  })("run");
  assertEquals([end.violations, end.shortest], [0, null]);
  assertEquals(noted.some((name) => name.startsWith("power-cut-")), true);
  await backend.close();
  assertEquals(
    [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".dat")),
    [],
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("replayCommand() can be pasted, with the log where one was kept", () => {
  assertEquals(
    replayCommand({ subject: "run", seed: "1", state: "4.2", log: "/a b" }),
    "stor-verify crash replay run --seed 1 --state 4.2 --log '/a b'",
  );
  assertEquals(findTrial("run")?.isBug, false);
  assertEquals(findTrial("runn"), undefined);
});
