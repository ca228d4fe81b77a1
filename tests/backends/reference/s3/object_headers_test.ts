import { assertEquals } from "@std/assert";
import {
  checksumHeaders,
  quoted,
} from "../../../../backends/reference/s3/object_headers.ts";
import { withS3 } from "../_s3.ts";

Deno.test("a header whose promise is not kept is refused", async () => {
  await withS3(async ({ ask }) => {
    for (
      const name of [
        "x-amz-server-side-encryption",
        "x-amz-tagging",
        "x-amz-grant-read",
      ]
    ) {
      const told = await ask("PUT", "/a", {
        body: "x",
        headers: { [name]: "y" },
      });
      assertEquals([told.status, told.code], [501, "NotImplemented"]);
    }
  });
});

Deno.test("metadata has a largest size", async () => {
  await withS3(async ({ ask }) => {
    const put = async (count: number) =>
      (await ask("PUT", "/a", {
        body: "x",
        headers: { "x-amz-meta-a": "b".repeat(count) },
      })).code;
    assertEquals(await put(2047), "");
    assertEquals(await put(2048), "MetadataTooLarge");
  });
});

Deno.test("the frame of a request is not kept as the object's coding", async () => {
  await withS3(async ({ ask, get }) => {
    const headers = { "content-encoding": "aws-chunked,gzip-not" };
    await ask("PUT", "/a", { body: "x", headers });
    assertEquals((await get("a")).headers.get("content-encoding"), "gzip-not");
    assertEquals(
      (await get("a")).headers.get("content-type"),
      "binary/octet-stream",
    );
  });
});

Deno.test("checksumHeaders() and quoted() write as S3 does", () => {
  assertEquals(quoted("ab"), '"ab"');
  assertEquals(checksumHeaders(undefined), []);
  assertEquals(
    checksumHeaders({ name: "crc32", base64: "AA==", type: "COMPOSITE" }),
    [["x-amz-checksum-crc32", "AA=="], ["x-amz-checksum-type", "COMPOSITE"]],
  );
});
