import { assertEquals, assertThrows } from "@std/assert";
import {
  lostSyncs,
  lostWrite,
  misplacedWrite,
  unissuedWrite,
} from "../../../backends/crash/run_lies.ts";
import { cutsOf } from "../../../backends/crash/run_log.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { end, record, runOf } from "./_log_records.ts";

const WRITES = [0, 1, 2].map((at) => record(1 + at, { offset: at * 4096 }));
const SYNC = record(7, { op: "sync" });
const RUN = runOf([
  ...WRITES,
  ...WRITES.map((write, at) => end(4 + at, write)),
  SYNC,
  end(8, SYNC),
]);

Deno.test("each lie changes one thing, and no place in the log", () => {
  using core = loadCore();
  const honest = cutsOf(RUN, core.stamp, 1);
  const changes = [lostSyncs, lostWrite, misplacedWrite, unissuedWrite]
    .map((lie) =>
      lie(honest, RUN, core.stamp).log.flatMap((event, at) =>
        event === honest.log[at] ? [] : [event]
      )
    );
  assertEquals(changes.map(([event]) => event?.kind), [
    "sync",
    "write",
    "write",
    "write",
  ]);
  const [, lost, misplaced] = changes.flat();
  assertEquals(lost?.kind === "write" ? lost.bytes.length : -1, 0);
  assertEquals(
    misplaced?.kind === "write" ? misplaced.offset : -1,
    2 * 4096,
  );
});

Deno.test("a write is lost where a sync came before it was overwritten", () => {
  const offsets = [0, 4096, 4096, 4096, 8192];
  const writes = offsets.map((offset, at) => record(1 + 2 * at, { offset }));
  const run = runOf([
    ...writes.flatMap((write, at) => [write, end(2 + 2 * at, write)]),
    record(21, { op: "sync" }),
    end(22, record(21, { op: "sync" })),
  ]);
  using core = loadCore();
  const honest = cutsOf(run, core.stamp, 1);
  const lie = lostWrite(honest, run, core.stamp);
  const written = (log: typeof lie.log) =>
    log.flatMap((event) => event.kind === "write" ? [event.bytes.length] : []);
  assertEquals(written(honest.log), [4096, 4096, 4096, 4096, 4096]);
  assertEquals(written(lie.log), [4096, 4096, 4096, 0, 4096]);
});

Deno.test("a lost write that nothing would show is refused", () => {
  const write = record(1, {});
  const run = runOf([write, end(2, write)]);
  using core = loadCore();
  const honest = cutsOf(run, core.stamp, 1);
  assertThrows(
    () => lostWrite(honest, run, core.stamp),
    RangeError,
    "before the next sync",
  );
});

Deno.test("a lie about a run that wrote nothing is refused", () => {
  using core = loadCore();
  const run = runOf([]);
  const cuts = cutsOf(run, core.stamp, 1);
  assertThrows(() => lostWrite(cuts, run, core.stamp), RangeError);
});
