import { assertEquals } from "@std/assert";
import { pendingAfter } from "../../../backends/crash/pending.ts";
import { cutsOf, identityOf, rowsOf } from "../../../backends/crash/run_log.ts";
import { loadCore, type LogRecord } from "../../../ffi/mod.ts";
import { end, record, runOf } from "./_log_records.ts";

function eventsOf(records: readonly LogRecord[]) {
  using core = loadCore();
  return cutsOf(runOf(records), core.stamp, 1).log;
}

const FIRST = record(1);
const SYNC: Partial<LogRecord> = { op: "sync", bytes: 0, generation: 0 };

Deno.test("cutsOf() makes the bytes of a write again, each row with its own generation", () => {
  using core = loadCore();
  const run = runOf([
    record(1, { more: true, generation: 3 }),
    record(2, { begun: 1, offset: 4096, bytes: 8192, stampSequence: 1 }),
  ]);
  const { log, start } = cutsOf(run, core.stamp, 1);
  const write = log.find((event) => event.kind === "write");
  const bytes = core.stamp.fill(identityOf(run.spec, 0), {
    unit: 0n,
    sequence: 1n,
    writer: 0,
    seconds: 0,
    generations: [3n, 1n, 1n],
  });
  assertEquals([write?.offset, write?.bytes], [0, bytes]);
  assertEquals(start.image.get("/0"), {
    kind: "file",
    bytes: new Uint8Array(4 * 4096),
  });
});

Deno.test("cutsOf() lets a sync cover what ended before it began, and no more", () => {
  const second = record(3, { offset: 4096 });
  const sync = record(4, SYNC);
  const log = eventsOf([
    FIRST,
    end(2, FIRST),
    second,
    sync,
    end(5, second),
    end(6, sync),
  ]);
  const writes = log.flatMap((event, at) => event.kind === "write" ? [at] : []);
  const { durable, pending } = pendingAfter(log, log.length);
  assertEquals([[...durable], pending], [[writes[0]], [writes[1]]]);
});

Deno.test("cutsOf() takes what ended durable for durable, and what failed for neither", () => {
  const kept = eventsOf([FIRST, end(2, FIRST, { durable: true })]);
  assertEquals(pendingAfter(kept, kept.length).pending, []);
  const sync = record(3, SYNC);
  const failed = eventsOf([
    FIRST,
    end(2, FIRST, { hasFailed: true }),
    sync,
    end(4, sync),
  ]);
  assertEquals(pendingAfter(failed, failed.length).pending.length, 1);
});

Deno.test("cutsOf() lets no later sync make up for one that failed", () => {
  const [lost, late] = [record(3, SYNC), record(5, SYNC)];
  const log = eventsOf([
    FIRST,
    end(2, FIRST),
    lost,
    end(4, lost, { hasFailed: true }),
    late,
    end(6, late),
  ]);
  assertEquals(pendingAfter(log, log.length).pending.length, 1);
});

Deno.test("cutsOf() promises nothing before it was begun or after it is kept", () => {
  const log = eventsOf([FIRST, end(2, FIRST, { durable: true })]);
  assertEquals(log.map(({ kind }) => kind), ["note", "write", "sync", "note"]);
});

Deno.test("rowsOf() are the records of one write", () => {
  const rows = [
    record(1, { more: true }),
    record(2, { begun: 1 }),
    record(3),
    end(4, FIRST),
  ];
  assertEquals(rowsOf(rows).map(({ sequence }) => sequence), [1, 2]);
});
