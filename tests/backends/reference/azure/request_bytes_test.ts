import { assertEquals } from "@std/assert";
import { Crc64Nvme } from "../../../../backends/reference/crc.ts";
import { crc64Text } from "../../../../backends/reference/azure/request_bytes.ts";
import { BLOCK_BLOB, withBlobServer } from "./_blob_server.ts";

const TEXT = "123456789";
const MD5 = "JfnnlDI7RTiF9RgfG2JNCw==";
/** As Azure writes it: lowest byte first. */
const CRC64 = Uint8Array.fromHex("8898790a86148bae").toBase64();

Deno.test("crc64Text() knows Azure's answer for 123456789", () => {
  const crc = new Crc64Nvme();
  crc.update(new TextEncoder().encode(TEXT));
  assertEquals(crc64Text(crc), CRC64);
});

Deno.test("receiveFile() takes bytes that fit their sums", async () => {
  await withBlobServer(async (ask) => {
    for (
      const [name, value] of [
        ["content-md5", MD5],
        ["x-ms-content-crc64", CRC64],
      ] as const
    ) {
      const headers = { ...BLOCK_BLOB, [name]: value };
      const put = await ask("PUT", "/scratch/k", { headers, body: TEXT });
      assertEquals([put.status, put.headers.get(name)], [201, value]);
    }
  });
});

Deno.test("receiveFile() refuses bytes that do not, and keeps no file", async () => {
  await withBlobServer(async (ask) => {
    const rows = [
      ["content-md5", MD5, "Md5Mismatch"],
      ["x-ms-content-crc64", CRC64, "Crc64Mismatch"],
      ["x-ms-blob-content-md5", MD5, "Md5Mismatch"],
      ["content-md5", "AAAA", "InvalidMd5"],
      ["x-ms-content-crc64", "no base64", "InvalidCrc64"],
    ] as const;
    for (const [name, value, code] of rows) {
      const headers = { ...BLOCK_BLOB, [name]: value };
      const put = await ask("PUT", "/scratch/k", { headers, body: "other" });
      assertEquals([put.status, put.code], [400, code]);
    }
    const both = {
      ...BLOCK_BLOB,
      "content-md5": MD5,
      "x-ms-content-crc64": CRC64,
    };
    const put = await ask("PUT", "/scratch/k", { headers: both, body: TEXT });
    assertEquals(put.code, "InvalidHeaderValue");
    assertEquals((await ask("GET", "/scratch/k")).code, "BlobNotFound");
  });
});
