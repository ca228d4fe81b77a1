import { assertEquals, assertStringIncludes } from "@std/assert";
import { element, withS3 } from "../_s3.ts";

Deno.test("every answer has a request id of its own, and errors repeat it", async () => {
  await withS3(async ({ get }) => {
    const [first, second] = [await get("a"), await get("a")];
    const id = first.headers.get("x-amz-request-id") ?? "";
    assertEquals(id === second.headers.get("x-amz-request-id"), false);
    assertEquals(element(first.text, "RequestId"), id);
    assertEquals(element(first.text, "Resource"), "/stor-verify/a");
  });
});

Deno.test("a bucket of another region is pointed to", async () => {
  await withS3(async ({ endpoint }) => {
    const answer = await fetch(`${endpoint.url}/far/a`, { redirect: "manual" });
    assertEquals(answer.status, 301);
    assertEquals(answer.headers.get("x-amz-bucket-region"), "eu-west-1");
    assertStringIncludes(await answer.text(), "PermanentRedirect");
  }, { elsewhere: { far: "eu-west-1" } });
});

Deno.test("a failure of the folder is an InternalError that says why", async () => {
  await withS3(async ({ put, get, folder }) => {
    await Deno.remove(`${folder}/blobs`, { recursive: true });
    const told = await put("a", "hello");
    assertEquals([told.status, told.code], [500, "InternalError"]);
    assertStringIncludes(told.text, "No such file");
    assertEquals((await get("a")).code, "NoSuchKey");
    await Deno.mkdir(`${folder}/blobs`);
    assertEquals((await put("a", "hello")).status, 200);
  });
});

Deno.test("a bad target is an answer and not an end", async () => {
  await withS3(async ({ ask }) => {
    assertEquals((await ask("GET", "/%ff")).code, "InvalidArgument");
    assertEquals((await ask("GET", "?acl")).code, "NotImplemented");
  });
});
