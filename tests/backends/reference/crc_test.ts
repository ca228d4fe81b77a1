import { assertEquals } from "@std/assert";
import { Crc32c, Crc64Nvme } from "../../../backends/reference/crc.ts";
import { seededBytes } from "../../../backends/seeded.ts";

const DIGITS = new TextEncoder().encode("123456789");

Deno.test("the checksums give the known answers", () => {
  const crc32c = new Crc32c();
  crc32c.update(DIGITS);
  assertEquals(crc32c.digest().toHex(), "e3069283");
  const crc64 = new Crc64Nvme();
  crc64.update(DIGITS);
  assertEquals(crc64.digest().toHex(), "ae8b14860a799888");
});

Deno.test("the checksums are the same in one piece and in many", () => {
  const bytes = seededBytes(1000, 1, 2);
  for (const make of [() => new Crc32c(), () => new Crc64Nvme()]) {
    const whole = make();
    whole.update(bytes);
    const pieces = make();
    for (let at = 0; at < bytes.length; at += 7) {
      pieces.update(bytes.subarray(at, at + 7));
    }
    assertEquals(pieces.digest(), whole.digest());
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    const other = make();
    other.update(bytes);
    assertEquals(other.digest().toHex() === whole.digest().toHex(), false);
  }
});
