import { assertEquals, assertRejects } from "@std/assert";
import {
  AckFileError,
  durableRanges,
  summarizeAcks,
} from "../../../backends/acknowledgement/read_acks.ts";
import { AT, journalOf, RUN_ID, sourceOf } from "./_journal.ts";

const WRITTEN = { kind: "written", space: 0 } as const; // as its own type
const SYNCED = { kind: "synced", space: 0 } as const; // as its own type

const BYTES = await journalOf([
  { ...WRITTEN, file: 0, group: 1, ranges: [0, 10, 1] },
  { ...WRITTEN, file: 1, group: 1, ranges: [5, 1, 3] },
  { ...SYNCED, file: 0, group: 1 },
  { ...WRITTEN, file: 0, group: 2, ranges: [3, 1, 2] },
  { ...WRITTEN, file: 1, group: 0, ranges: [7, 2, 4] },
  { kind: "dropped", space: 0, records: 4 },
  { kind: "alive" },
  { kind: "end", outcome: "pass" },
]);

async function ranges(expectDurable: boolean, target = "local") {
  const source = sourceOf(BYTES);
  const summary = await summarizeAcks(source);
  const all = await Array.fromAsync(
    durableRanges(source, summary, { target, expectDurable }),
  );
  return all.map((one) => [...one].map(Number));
}

Deno.test("summarizeAcks() says whose it is, what is durable, and the end", async () => {
  const summary = await summarizeAcks(sourceOf(BYTES));
  assertEquals(summary, {
    runId: RUN_ID,
    state: "{}",
    plan: "plan",
    records: 12,
    firstMs: AT,
    lastMs: AT + 11,
    outcome: "pass",
    dropped: 4,
    restBytes: 0,
    spaces: [{
      ...{ space: 0, target: "local", unitBytes: 4096, fileUnits: 100 },
      files: 2,
      atMs: AT + 3,
      durable: [1, 0],
      hasDurable: true,
      hasWritten: true,
    }],
  });
});

Deno.test("durableRanges() gives what a sync covers, by units of the space", async () => {
  assertEquals(await ranges(false), [[0, 10, 1], [107, 2, 4]]);
});

Deno.test("durableRanges() gives all that returned where it is expected", async () => {
  assertEquals(await ranges(true), [
    [0, 10, 1],
    [105, 1, 3],
    [3, 1, 2],
    [107, 2, 4],
  ]);
  assertEquals(await ranges(true, "other"), []);
});

Deno.test("a file that is cut anywhere proves what is whole before the cut", async () => {
  const whole = await summarizeAcks(sourceOf(BYTES));
  for (let length = 0; length < BYTES.length; length++) {
    const source = sourceOf(BYTES.subarray(0, length), 1000);
    const summary = await summarizeAcks(source).catch((error) => error);
    if (summary instanceof AckFileError) {
      assertEquals(summary.message, "it holds no whole record");
      continue;
    }
    assertEquals(summary.outcome, null);
    assertEquals(summary.runId, whole.runId);
    assertEquals(summary.records < whole.records, true);
    const all = await Array.fromAsync(
      durableRanges(source, summary, {
        target: "local",
        expectDurable: false,
      }),
    );
    const expected = [[0, 10, 1], [107, 2, 4]];
    for (const one of all) {
      assertEquals(
        expected.some((known) => `${known}` === `${[...one].map(Number)}`),
        true,
      );
    }
  }
});

Deno.test("a flipped bit ends the reading, and changes nothing that was read", async () => {
  for (let bit = 0; bit < BYTES.length * 8; bit += 5) {
    const flipped = BYTES.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const source = sourceOf(flipped, 1000);
    const summary = await summarizeAcks(source).catch((error) => error);
    if (summary instanceof AckFileError) continue;
    assertEquals(summary.records < 12, true, `bit ${bit}`);
    assertEquals(summary.restBytes > 0, true, `bit ${bit}`);
  }
});

Deno.test("a file that says what no run says is refused", async () => {
  const refused = async (records: Parameters<typeof journalOf>[0]) => {
    const bytes = await journalOf(records);
    const error = await assertRejects(
      () => summarizeAcks(sourceOf(bytes)),
      AckFileError,
    );
    return error.message;
  };
  assertEquals(
    await refused([{ ...SYNCED, space: 9, file: 0, group: 1 }]),
    "it names file 0 of a space that it never told",
  );
  assertEquals(
    await refused([{ ...WRITTEN, file: 2, group: 1, ranges: [] }]),
    "it names file 2 of a space that it never told",
  );
});
