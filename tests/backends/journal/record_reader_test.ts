import { assertEquals } from "@std/assert";
import { RecordReader, recoverRecords } from "../../../backends/journal/mod.ts";
import { journalOf } from "./_memory_file.ts";

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

Deno.test("RecordReader gives each record once, however the bytes come", async () => {
  const bytes = await journalOf([1, 2, 3], [4], [5, 6]);
  for (let size = 1; size <= bytes.length; size += 1) {
    const reader = new RecordReader();
    const records: number[][] = [];
    for (let at = 0; at < bytes.length; at += size) {
      records.push(
        ...reader.push(bytes.subarray(at, at + size)).map((one) => [...one]),
      );
    }
    assertEquals(records, [[1, 2, 3], [4], [5, 6]], `by ${size}`);
    assertEquals([reader.wholeBytes, reader.restBytes], [bytes.length, 0]);
  }
});

Deno.test("RecordReader gives nothing after damage, and keeps none of it", async () => {
  const bytes = await journalOf([1], [2], [3]);
  bytes[8 + 9 + 8] = 9;
  const reader = new RecordReader();
  assertEquals(reader.push(bytes).length, 1);
  assertEquals(reader.isDamaged, true);
  assertEquals(reader.push(new Uint8Array(1000)), []);
  assertEquals([reader.wholeBytes, reader.restBytes], [17, 18 + 1000]);
});

Deno.test("RecordReader knows what is no journal from its first bytes", () => {
  const reader = new RecordReader();
  assertEquals(reader.push(new TextEncoder().encode("SVJ")), []);
  assertEquals(reader.isDamaged, false);
  assertEquals(reader.push(new TextEncoder().encode("GET / HTTP")), []);
  assertEquals(reader.isDamaged, true);
});
