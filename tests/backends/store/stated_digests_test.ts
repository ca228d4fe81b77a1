import { assertEquals } from "@std/assert";
import { statedDigests } from "../../../backends/store/stated_digests.ts";

const FACTS = { key: "k", sizeBytes: 3, etag: "e", modifiedMs: 0 };

Deno.test("statedDigests() turns the base64 of a header into hexadecimal", () => {
  const checksum = { algorithm: "crc32c", base64: "AAH/EA==" } as const;
  assertEquals(statedDigests({ ...FACTS, checksum }), { crc32c: "0001ff10" });
});

Deno.test("statedDigests() of an object without a checksum states nothing", () => {
  assertEquals(statedDigests(FACTS), {});
});
