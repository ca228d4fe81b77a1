import { assertEquals } from "@std/assert";
import type { StreamCounters } from "../../../backends/mod.ts";
import { CopyTally } from "../../../cmd/copy/copy_tally.ts";

const COUNTERS: StreamCounters = {
  state: "runs",
  readBytes: 10,
  digestedBytes: 8,
  writtenBytes: 4,
  passedBytes: 2,
  memoryBytes: 100,
  memoryPeakBytes: 150,
  retries: 1,
  startedNs: 1,
  endedNs: 0,
};

function tallyOf({ totalObjects = 3, isRead = false } = {}): CopyTally {
  return new CopyTally({
    ...{ totalObjects, isRead },
    describe: (error) => String(error),
    kindOf: (error) => error === "rot" ? "finding" : "failed",
  });
}

Deno.test("CopyTally adds what is under way to what has ended", () => {
  const tally = tallyOf();
  const first = tally.begin("a");
  const second = tally.begin("b");
  first.counters(COUNTERS);
  second.counters({ ...COUNTERS, writtenBytes: 0, passedBytes: 0 });
  assertEquals(tally.movedBytes, 6);
  assertEquals(tally.memoryPeakBytes, 300);
  first.counters({ ...COUNTERS, retries: 3, memoryBytes: 0 });
  assertEquals([tally.retries, tally.memoryPeakBytes], [4, 300]);
  first.end();
  second.end();
  assertEquals(tally.movedBytes, 0);
});

Deno.test("CopyTally counts what was digested only where nothing is written", () => {
  for (const [isRead, bytes] of [[true, [8, 9]], [false, [0, 1]]] as const) {
    const tally = tallyOf({ isRead });
    const one = tally.begin("a");
    // Nothing is written yet, and much is digested: no step back afterwards.
    const nothing = { ...COUNTERS, writtenBytes: 0, passedBytes: 0 };
    one.counters(nothing);
    const before = tally.movedBytes;
    one.counters({ ...nothing, writtenBytes: 1, digestedBytes: 9 });
    assertEquals([before, tally.movedBytes], [...bytes]);
  }
});

Deno.test("CopyTally tells findings, failures and what was done before apart", () => {
  const tally = tallyOf();
  tally.ended({ key: "a", outcome: null });
  tally.ended({ key: "b", error: "rot" });
  tally.ended({ key: "c", error: "disk" });
  tally.ended({
    key: "d",
    outcome: {
      state: "differs",
      kind: "md5",
      witness: "destination",
      stated: "11",
      found: "22",
    },
  });
  tally.interrupted();
  assertEquals(
    [tally.passedObjects, tally.findings, tally.countOf("failed")],
    [1, 2, 1],
  );
  assertEquals(tally.endedObjects, 4);
  assertEquals(tally.interruptedObjects, 1);
  assertEquals(
    tally.troubles[2]?.text,
    '"d": md5 11 was written, and 22 was read back: it is still there',
  );
});

Deno.test("CopyTally counts an object that was copied, and its peak", () => {
  const tally = tallyOf();
  tally.ended({
    key: "a",
    outcome: {
      state: "copied",
      facts: { key: "a", sizeBytes: 7, etag: "e", modifiedMs: 0 },
      digests: {},
      counters: COUNTERS,
      memoryBytes: 5000,
      agreed: {},
    },
  });
  assertEquals([tally.copiedObjects, tally.copiedBytes], [1, 7]);
  assertEquals([tally.passedBytes, tally.memoryPeakBytes], [2, 5000]);
});
