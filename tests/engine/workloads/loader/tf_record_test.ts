import { assertEquals } from "@std/assert";
import { crc32c } from "../../../../engine/workloads/loader/reflected_crc.ts";
import {
  maskedCrc,
  readTfRecords,
  writeTfRecords,
} from "../../../../engine/workloads/loader/tf_record.ts";
import { faultOf, silentFlips } from "./tensor_fixture.ts";

const RECORDS = [
  Uint8Array.of(1, 2, 3),
  new Uint8Array(),
  new TextEncoder().encode("a longer one"),
];

Deno.test("maskedCrc() rotates by 15 bits and adds 0xa282ead8", () => {
  assertEquals(maskedCrc(0), 0xa282ead8);
  assertEquals(maskedCrc(1), (0xa282ead8 + (1 << 17)) >>> 0);
});

Deno.test("writeTfRecords() writes the bytes of the format", () => {
  const { bytes } = writeTfRecords([Uint8Array.of(7)]);
  const view = new DataView(bytes.buffer);
  assertEquals(view.getBigUint64(0, true), 1n);
  assertEquals(view.getUint32(8, true), maskedCrc(crc32c(bytes.slice(0, 8))));
  assertEquals(bytes[12], 7);
  assertEquals(view.getUint32(13, true), maskedCrc(crc32c(Uint8Array.of(7))));
  assertEquals(bytes.length, 17);
});

Deno.test("readTfRecords() gives back every record, whole or by its range", () => {
  const { bytes, ranges } = writeTfRecords(RECORDS);
  assertEquals(readTfRecords(bytes), RECORDS);
  const single = ranges.map(({ offset, sizeBytes }) =>
    readTfRecords(bytes.subarray(offset, offset + sizeBytes))
  );
  assertEquals(single.flat(), RECORDS);
});

Deno.test("readTfRecords() tells every cut but one between records", () => {
  const { bytes, ranges } = writeTfRecords(RECORDS);
  const seams = new Set(ranges.map(({ offset }) => offset));
  for (let at = 0; at < bytes.length; at++) {
    const kind = faultOf(() => readTfRecords(bytes.slice(0, at)));
    assertEquals(kind, seams.has(at) ? "none" : "truncated", `cut at ${at}`);
  }
});

Deno.test("readTfRecords() tells every flipped bit of every byte", () => {
  const { bytes } = writeTfRecords(RECORDS);
  assertEquals(silentFlips(bytes, readTfRecords), []);
});

Deno.test("readTfRecords() uses the sum that it is handed", () => {
  const { bytes } = writeTfRecords(RECORDS, () => 5);
  assertEquals(readTfRecords(bytes, () => 5), RECORDS);
  assertEquals(faultOf(() => readTfRecords(bytes)), "checksum");
});
