import { assertEquals, assertThrows } from "@std/assert";
import { ProtoFields, ProtoWriter } from "../../../backends/grpc/protobuf.ts";
import { decodeHex } from "./_hex.ts";

Deno.test("fields come back, of any size that a number has", () => {
  const message = new ProtoWriter().number(1, 2 ** 53 - 1).text(2, "ü")
    .fixed32(3, 4e9).bytes(200, Uint8Array.of(1, 2)).done();
  const fields = new ProtoFields(message);
  assertEquals(fields.number(1), 2 ** 53 - 1);
  assertEquals(fields.text(2), "ü");
  assertEquals(fields.number(3), 4e9);
  assertEquals(fields.bytes(200), Uint8Array.of(1, 2));
  assertEquals([fields.number(9), fields.text(9), fields.has(9)], [
    0,
    "",
    false,
  ]);
});

Deno.test("unknown fields are passed over, and the last of two counts", () => {
  const fields = new ProtoFields(
    decodeHex("0801" + "4a03616263" + "5100112233445566770802"),
  );
  assertEquals(fields.number(1), 2);
});

Deno.test("what is no message is refused", () => {
  for (
    const hex of [
      "08",
      "0a05aa",
      "00",
      "0b",
      "0affffffffffffffffffff7f",
      "5100",
    ]
  ) {
    assertThrows(() => new ProtoFields(decodeHex(hex)), RangeError);
  }
  const texts = new ProtoFields(decodeHex("0a01ff"));
  assertThrows(() => texts.text(1), RangeError);
  assertThrows(() => texts.number(1), RangeError);
});
