import { assertEquals, assertRejects } from "@std/assert";
import { RecordLog, recoverRecords } from "../../../backends/journal/mod.ts";

/** A file in memory. */
class Memory {
  bytes = new Uint8Array(0);

  append(bytes: Uint8Array): Promise<void> {
    this.bytes = Uint8Array.from([...this.bytes, ...bytes]);
    return Promise.resolve();
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }
}

async function journalOf(...records: readonly number[][]): Promise<Uint8Array> {
  const file = new Memory();
  const log = await RecordLog.create(file);
  for (const record of records) await log.append(Uint8Array.from(record));
  return file.bytes;
}

Deno.test("recoverRecords() gives back what was appended, in order", async () => {
  const bytes = await journalOf([1, 2, 3], [4], [5, 6]);
  const { records, wholeBytes, restBytes } = recoverRecords(bytes);
  assertEquals(records.map((record) => [...record]), [[1, 2, 3], [4], [5, 6]]);
  assertEquals([wholeBytes, restBytes], [bytes.length, 0]);
});

Deno.test("recoverRecords() stops at the first record that is not whole", async () => {
  const bytes = await journalOf([1, 2, 3], [4, 5, 6]);
  for (let length = 0; length < bytes.length; length += 1) {
    const cut = recoverRecords(bytes.subarray(0, length));
    assertEquals(cut.records.length, length < 19 ? 0 : 1, `${length} bytes`);
    assertEquals(cut.wholeBytes + cut.restBytes, length);
  }
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const left = recoverRecords(flipped).records.length;
    assertEquals(left < 2, true, `bit ${bit}`);
  }
});

Deno.test("recoverRecords() takes no record at another one's place", async () => {
  const bytes = await journalOf([1], [2]);
  const swapped = Uint8Array.from([
    ...bytes.subarray(0, 8),
    ...bytes.subarray(17),
    ...bytes.subarray(8, 17),
  ]);
  assertEquals(recoverRecords(swapped).records, []);
});

Deno.test("RecordLog refuses a record that recovery would take for damage", async () => {
  const log = await RecordLog.create(new Memory());
  await assertRejects(() => log.append(new Uint8Array(0)), RangeError);
  await assertRejects(
    () => log.append(new Uint8Array((1 << 20) + 1)),
    RangeError,
  );
});
