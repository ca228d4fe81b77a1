import { assertEquals } from "@std/assert";
import {
  FLAG,
  FRAME,
  frame,
  numberPayload,
  readFrameHead,
  settingsPayload,
} from "../../../backends/grpc/frame.ts";
import { decodeHex } from "./_hex.ts";

Deno.test("a frame is nine bytes and its payload, as RFC 9113 draws them", () => {
  const bytes = frame(
    { kind: FRAME.data, flags: FLAG.endStream, stream: 0x12345 },
    Uint8Array.of(7, 8, 9),
  );
  assertEquals(bytes, decodeHex("000003000100012345070809"));
  assertEquals(readFrameHead(bytes), {
    ...{ kind: 0, flags: 1, stream: 0x12345, length: 3 },
  });
});

Deno.test("the bit that is kept free is passed over", () => {
  const { stream, length } = readFrameHead(decodeHex("ffffff0000ffffffff"));
  assertEquals([stream, length], [0x7fffffff, 0xffffff]);
});

Deno.test("settings are pairs, and numbers have four bytes", () => {
  assertEquals(settingsPayload([[4, 65_536]]), decodeHex("000400010000"));
  assertEquals(numberPayload(2 ** 31 - 1), decodeHex("7fffffff"));
});
