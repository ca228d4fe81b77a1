import { assertEquals } from "@std/assert";
import { withS3 } from "../_s3.ts";

Deno.test("the source of a copy is found by its encoded name", async () => {
  await withS3(async ({ ask, put, get }) => {
    await put("a%20%C3%BC", "hello");
    for (
      const source of ["stor-verify/a%20%C3%BC", "/stor-verify/a%20%C3%BC"]
    ) {
      const headers = { "x-amz-copy-source": source };
      assertEquals((await ask("PUT", "/to", { headers })).status, 200);
    }
    assertEquals((await get("to")).text, "hello");
  });
});

Deno.test("a source that is not there, or no name, is refused", async () => {
  await withS3(async ({ ask, put }) => {
    await put("a", "hello");
    const expected = {
      "stor-verify/none": "NoSuchKey",
      "none/a": "NoSuchBucket",
      "stor-verify": "InvalidArgument",
      "stor-verify/a?versionId=3": "NotImplemented",
    };
    for (const [source, code] of Object.entries(expected)) {
      const headers = { "x-amz-copy-source": source };
      assertEquals((await ask("PUT", "/to", { headers })).code, code);
    }
  });
});

Deno.test("a copy has conditions of its own on its source", async () => {
  await withS3(async ({ ask, put }) => {
    await put("a", "hello");
    const told = await ask("PUT", "/to", {
      headers: {
        "x-amz-copy-source": "stor-verify/a",
        "x-amz-copy-source-if-match": '"other"',
      },
    });
    assertEquals([told.status, told.code], [412, "PreconditionFailed"]);
  });
});
