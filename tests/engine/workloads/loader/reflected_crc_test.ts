import { assertEquals } from "@std/assert";
import {
  crc32,
  crc32c,
} from "../../../../engine/workloads/loader/reflected_crc.ts";

const DIGITS = new TextEncoder().encode("123456789");

Deno.test("crc32() and crc32c() give their known answers", () => {
  assertEquals(crc32(DIGITS), 0xcbf43926);
  assertEquals(crc32c(DIGITS), 0xe3069283);
  assertEquals([crc32(new Uint8Array()), crc32c(new Uint8Array())], [0, 0]);
});

Deno.test("crc32c() agrees with RFC 3720 on zeros, ones and counting bytes", () => {
  assertEquals(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assertEquals(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assertEquals(
    crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)),
    0x46dd794e,
  );
});
