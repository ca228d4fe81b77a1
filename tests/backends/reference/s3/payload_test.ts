import { assertEquals } from "@std/assert";
import { sha256Hex } from "../../../../backends/reference/s3/sigv4.ts";
import { withS3 } from "../_s3.ts";

/** Right for "hello". */
const RIGHT: Readonly<Record<string, string>> = {
  "content-md5": "XUFAKrxLKna5cZ2REBfFkg==",
  "x-amz-checksum-crc32": "NhCmhg==",
  "x-amz-checksum-crc32c": "mnG7TA==",
  "x-amz-checksum-crc64nvme": "M3eFcAZSQlc=",
  "x-amz-checksum-sha1": "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
  "x-amz-checksum-sha256": "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
};

for (const [name, value] of Object.entries(RIGHT)) {
  Deno.test(`${name} is held to the bytes`, async () => {
    await withS3(async ({ ask, get }) => {
      const headers = { [name]: value };
      const wrong = await ask("PUT", "/a", { body: "hellp", headers });
      assertEquals([wrong.status, wrong.code], [400, "BadDigest"]);
      assertEquals((await get("a")).status, 404);
      const right = await ask("PUT", "/a", { body: "hello", headers });
      assertEquals(right.status, 200);
      const isChecksum = name.startsWith("x-amz-");
      assertEquals(right.headers.get(name), isChecksum ? value : null);
      const unsound = await ask("PUT", "/a", {
        body: "hello",
        headers: { [name]: "!" },
      });
      const code = isChecksum ? "InvalidRequest" : "InvalidDigest";
      assertEquals(unsound.code, code);
    });
  });
}

Deno.test("a hash that was signed is held to the bytes", async () => {
  await withS3(async ({ ask }) => {
    const headers = { "x-amz-content-sha256": sha256Hex("hello") };
    assertEquals(
      (await ask("PUT", "/a", { body: "hello", headers })).status,
      200,
    );
    const wrong = await ask("PUT", "/a", { body: "hellp", headers });
    assertEquals(wrong.code, "XAmzContentSHA256Mismatch");
  });
});

const CHUNKED = {
  "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "x-amz-trailer": "x-amz-checksum-crc32",
  "x-amz-decoded-content-length": "5",
};
const FRAMED = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";

Deno.test("a checksum behind the bytes is held to them", async () => {
  await withS3(async ({ ask, get }) => {
    const put = async (body: string, headers = CHUNKED) => {
      const told = await ask("PUT", "/a", { body, headers });
      return told.code || told.status;
    };
    assertEquals(await put(FRAMED), 200);
    assertEquals((await get("a")).text, "hello");
    assertEquals(await put(FRAMED.replace("hello", "hellp")), "BadDigest");
    assertEquals(await put("5\r\nhello\r\n0\r\n\r\n"), "InvalidRequest");
    assertEquals(
      await put(FRAMED.replace("NhCmhg==", "NhCmhg")),
      "InvalidRequest",
    );
    const longer = { ...CHUNKED, "x-amz-decoded-content-length": "6" };
    assertEquals(await put(FRAMED, longer), "IncompleteBody");
    const other = { ...CHUNKED, "x-amz-trailer": "x-amz-checksum-md4" };
    assertEquals(await put(FRAMED, other), "InvalidRequest");
  });
});

Deno.test("two checksums, and a body without length, are refused", async () => {
  await withS3(async ({ ask, endpoint }) => {
    const { "content-md5": _, ...both } = RIGHT;
    const told = await ask("PUT", "/a", { body: "hello", headers: both });
    assertEquals(told.code, "InvalidRequest");
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(3));
        controller.close();
      },
    });
    const url = `${endpoint.url}/stor-verify/a`;
    const answer = await fetch(url, { method: "PUT", body });
    assertEquals(answer.status, 411);
    await answer.body?.cancel();
  });
});
