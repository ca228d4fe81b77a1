import { assertEquals, assertThrows } from "@std/assert";
import { decodeHuffman } from "../../../backends/grpc/huffman.ts";
import { decodeHex } from "./_hex.ts";

Deno.test("the texts of RFC 7541 are read", () => {
  const texts = {
    f1e3c2e5f23a6ba0ab90f4ff: "www.example.com",
    a8eb10649cbf: "no-cache",
    "9d29ad171863c78f0b97c8e9ae82ae43d3": "https://www.example.com",
    d07abe941054d444a8200595040b8166e082a62d1bff:
      "Mon, 21 Oct 2013 20:13:21 GMT",
  };
  for (const [hex, text] of Object.entries(texts)) {
    assertEquals(decodeHuffman(decodeHex(hex)), text);
  }
});

Deno.test("a filling of zeros or of a whole byte is refused", () => {
  for (
    const hex of ["00", "a8eb10649cbfff", "ffffffff"]
  ) {
    assertThrows(() => decodeHuffman(decodeHex(hex)), RangeError);
  }
});
