import { assertEquals, assertThrows } from "@std/assert";
import { decodeHex } from "./_hex.ts";
import { HpackReader, writeHeaders } from "../../../backends/grpc/hpack.ts";

const AUTHORITY = [":authority", "www.example.com"] as const;

Deno.test("the blocks of RFC 7541, C.4, are read one after another", () => {
  const reader = new HpackReader();
  const read = (hex: string) => reader.read(decodeHex(hex));
  const first = [[":method", "GET"], [":scheme", "http"], [":path", "/"]];
  assertEquals(read("828684418cf1e3c2e5f23a6ba0ab90f4ff"), [
    ...first,
    AUTHORITY,
  ] as never);
  assertEquals(read("828684be5886a8eb10649cbf"), [
    ...first,
    AUTHORITY,
    ["cache-control", "no-cache"],
  ] as never);
  assertEquals(read("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"), [
    [":method", "GET"],
    [":scheme", "https"],
    [":path", "/index.html"],
    AUTHORITY,
    ["custom-key", "custom-value"],
  ]);
});

Deno.test("what is written is read again, in any length", () => {
  const headers = [1, 126, 127, 128, 300, 20_000].map((length) =>
    [`x-${length}`, "v".repeat(length)] as const
  );
  assertEquals(new HpackReader().read(writeHeaders(headers)), headers);
});

Deno.test("a damaged block is refused", () => {
  for (const hex of ["be", "82ff", "0003", "3fffffffff7f", "ffffffffffff01"]) {
    assertThrows(() => new HpackReader().read(decodeHex(hex)), RangeError);
  }
});
