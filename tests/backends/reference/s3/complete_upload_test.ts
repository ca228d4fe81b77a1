import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  type Asking,
  blobCount,
  completion,
  element,
  putPart,
  startUpload,
  withS3,
} from "../_s3.ts";

const SMALL = { limits: { partBytesMin: 1 } };

function ending({ ask }: Asking, id: string) {
  return (body: string, headers: Record<string, string> = {}) =>
    ask("POST", `/a?uploadId=${id}`, { body, headers });
}

Deno.test("the ETag is the MD5 of the parts' MD5s, with their count", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const one = await putPart(asking, { key: "a", id, number: 1, body: "one" });
    const two = await putPart(asking, { key: "a", id, number: 2, body: "two" });
    const told = await ending(asking, id)(completion([[1, one], [2, two]]));
    const md5 = (text: string) => createHash("md5").update(text).digest();
    const both = Buffer.concat([md5("one"), md5("two")]);
    const expected = `${createHash("md5").update(both).digest("hex")}-2`;
    assertEquals(element(told.text, "ETag"), `&quot;${expected}&quot;`);
  }, SMALL);
});

Deno.test("order, missing parts, wrong ETags and nothing at all are refused", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const one = await putPart(asking, { key: "a", id, number: 1, body: "one" });
    const two = await putPart(asking, { key: "a", id, number: 2, body: "two" });
    const expected: readonly (readonly [string, string])[] = [
      [completion([[2, two], [1, one]]), "InvalidPartOrder"],
      [completion([[1, one], [1, one]]), "InvalidPartOrder"],
      [completion([[1, one], [3, two]]), "InvalidPart"],
      [completion([[1, two]]), "InvalidPart"],
      [completion([]), "MalformedXML"],
      ["nonsense", "MalformedXML"],
    ];
    for (const [body, code] of expected) {
      assertEquals((await ending(asking, id)(body)).code, code);
    }
    assertEquals((await asking.get("a")).status, 404);
    // The upload is still open: a mistake costs nothing.
    const told = await ending(asking, id)(completion([[2, two]]));
    assertEquals(told.status, 200);
    assertEquals((await asking.get("a")).text, "two");
    await asking.endpoint.close();
    assertEquals(blobCount(asking.folder), 1);
  }, SMALL);
});

Deno.test("every part but the last has a smallest size", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const one = await putPart(asking, { key: "a", id, number: 1, body: "one" });
    const two = await putPart(asking, { key: "a", id, number: 2, body: "two" });
    const told = await ending(asking, id)(completion([[1, one], [2, two]]));
    assertEquals(told.code, "EntityTooSmall");
    assertEquals(element(told.text, "MinSizeAllowed"), String(5 << 20));
    assertEquals(
      (await ending(asking, id)(completion([[2, two]]))).status,
      200,
    );
  });
});

Deno.test("conditions of a completion hold or refuse", async () => {
  await withS3(async (asking) => {
    await asking.put("a", "before");
    const id = await startUpload(asking, "a");
    const one = await putPart(asking, { key: "a", id, number: 1, body: "one" });
    const body = completion([[1, one]]);
    const absent = { "if-none-match": "*" };
    assertEquals(
      (await ending(asking, id)(body, absent)).code,
      "PreconditionFailed",
    );
    assertEquals((await asking.get("a")).text, "before");
  });
});

function crcOf(text: string): string {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, crc32(text));
  return bytes.toBase64();
}

async function withCrc(asking: Asking, type: string) {
  const id = await startUpload(asking, "a", {
    "x-amz-checksum-algorithm": "CRC32",
    "x-amz-checksum-type": type,
  });
  const parts: [number, string][] = [];
  for (const [index, body] of ["one", "two"].entries()) {
    const told = await asking.ask(
      "PUT",
      `/a?partNumber=${index + 1}&uploadId=${id}`,
      { body, headers: { "x-amz-checksum-crc32": crcOf(body) } },
    );
    parts.push([index + 1, told.headers.get("etag") ?? ""]);
  }
  return { id, body: completion(parts) };
}

Deno.test("a checksum of the whole is computed, and held to what is told", async () => {
  await withS3(async (asking) => {
    const { id, body } = await withCrc(asking, "FULL_OBJECT");
    const name = "x-amz-checksum-crc32";
    const wrong = await ending(asking, id)(body, { [name]: crcOf("twoone") });
    assertEquals(wrong.code, "BadDigest");
    const size = await ending(asking, id)(body, {
      "x-amz-mp-object-size": "7",
    });
    assertEquals(size.code, "InvalidRequest");
    const right = await ending(asking, id)(body, { [name]: crcOf("onetwo") });
    assertEquals(element(right.text, "ChecksumCRC32"), crcOf("onetwo"));
    const back = await asking.get("a", { "x-amz-checksum-mode": "ENABLED" });
    assertEquals(back.headers.get(name), crcOf("onetwo"));
  }, SMALL);
});

Deno.test("a composite checksum is one of checksums, with their count", async () => {
  await withS3(async (asking) => {
    const { id, body } = await withCrc(asking, "COMPOSITE");
    const told = await ending(asking, id)(body);
    const both = new Uint8Array(8);
    new DataView(both.buffer).setUint32(0, crc32("one"));
    new DataView(both.buffer).setUint32(4, crc32("two"));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, crc32(both));
    assertEquals(element(told.text, "ChecksumCRC32"), `${bytes.toBase64()}-2`);
    assertEquals(element(told.text, "ChecksumType"), "COMPOSITE");
  }, SMALL);
});
