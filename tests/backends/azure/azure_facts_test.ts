import { assertEquals } from "@std/assert";
import {
  checksumHeader,
  checksumOf,
  factsOf,
  headFacts,
  quoteEtag,
} from "../../../backends/azure/azure_facts.ts";

/** CRC64NVME of "123456789", and as Azure writes it: backwards. */
const CRC = Uint8Array.fromHex("ae8b14860a799888");
const CRC_AZURE = Uint8Array.fromHex("8898790a86148bae");

Deno.test("factsOf() quotes an etag that a listing gave bare", () => {
  const lastModified = new Date(5000);
  assertEquals(factsOf("k", 3, { etag: "0x8D", lastModified }), {
    key: "k",
    sizeBytes: 3,
    etag: '"0x8D"',
    modifiedMs: 5000,
  });
  assertEquals(quoteEtag('"0x8D"'), '"0x8D"');
});

Deno.test("headFacts() tells type, metadata and checksum", () => {
  const facts = headFacts("k", {
    contentLength: 9,
    contentType: "text/plain",
    metadata: { Run: "1" },
    contentMD5: new Uint8Array(16),
  });
  assertEquals(facts.description, {
    contentType: "text/plain",
    metadata: { run: "1" },
  });
  assertEquals(facts.checksum?.algorithm, "md5");
});

Deno.test("checksumOf() and checksumHeader() turn the CRC64 around", () => {
  const checksum = checksumOf({ xMsContentCrc64: CRC_AZURE });
  assertEquals(checksum, { algorithm: "crc64nvme", base64: CRC.toBase64() });
  if (checksum === undefined) return;
  assertEquals(checksumHeader(checksum), {
    "x-ms-content-crc64": CRC_AZURE.toBase64(),
  });
  const md5 = { algorithm: "md5", base64: "AA==" } as const;
  assertEquals(checksumHeader(md5), { "content-md5": "AA==" });
});
