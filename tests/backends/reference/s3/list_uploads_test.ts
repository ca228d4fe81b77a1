import { assertEquals } from "@std/assert";
import { element, elements, putPart, startUpload, withS3 } from "../_s3.ts";

Deno.test("parts are listed by number, in pages", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    for (const number of [5, 1, 3]) {
      await putPart(asking, { key: "a", id, number, body: "x".repeat(number) });
    }
    const path = `/a?uploadId=${id}&max-parts=2`;
    const first = await asking.ask("GET", path);
    assertEquals(elements(first.text, "PartNumber"), ["1", "3"]);
    assertEquals(elements(first.text, "Size"), ["1", "3"]);
    assertEquals(element(first.text, "IsTruncated"), "true");
    const marker = element(first.text, "NextPartNumberMarker");
    const second = await asking.ask(
      "GET",
      `${path}&part-number-marker=${marker}`,
    );
    assertEquals(elements(second.text, "PartNumber"), ["5"]);
    assertEquals(element(second.text, "IsTruncated"), "false");
  });
});

Deno.test("uploads are listed by key, in pages, until they end", async () => {
  await withS3(async (asking) => {
    const ids = new Map<string, string>();
    for (const key of ["b", "a", "c"]) {
      ids.set(key, await startUpload(asking, key));
    }
    const list = async (query = "") =>
      (await asking.ask("GET", `?uploads${query}`)).text;
    assertEquals(elements(await list(), "Key"), ["a", "b", "c"]);
    assertEquals(elements(await list("&prefix=c"), "Key"), ["c"]);
    const first = await list("&max-uploads=2");
    assertEquals(element(first, "IsTruncated"), "true");
    const second = await list(
      `&key-marker=${element(first, "NextKeyMarker")}` +
        `&upload-id-marker=${element(first, "NextUploadIdMarker")}`,
    );
    assertEquals(elements(second, "Key"), ["c"]);
    await asking.ask("DELETE", `/a?uploadId=${ids.get("a")}`);
    assertEquals(elements(await list(), "Key"), ["b", "c"]);
  });
});

Deno.test("both lists tell the checksum that was announced", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a", {
      "x-amz-checksum-algorithm": "CRC64NVME",
    });
    for (const path of ["?uploads", `/a?uploadId=${id}`]) {
      const { text } = await asking.ask("GET", path);
      assertEquals(element(text, "ChecksumAlgorithm"), "CRC64NVME");
      assertEquals(element(text, "ChecksumType"), "FULL_OBJECT");
    }
  });
});
