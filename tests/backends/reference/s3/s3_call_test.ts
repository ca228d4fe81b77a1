import { assertEquals } from "@std/assert";
import {
  S3_LIMITS,
  xmlAnswer,
} from "../../../../backends/reference/s3/s3_call.ts";
import { withS3 } from "../_s3.ts";

Deno.test("the limits are those of S3", () => {
  assertEquals(S3_LIMITS.partBytesMin, 5_242_880);
  assertEquals(S3_LIMITS.putBytesMax, 5_368_709_120);
});

Deno.test("xmlAnswer() stands in the name space of S3", () => {
  const { body } = xmlAnswer(["R", []]);
  const text = new TextDecoder().decode(
    body instanceof Uint8Array ? body : undefined,
  );
  assertEquals(text.includes('<R xmlns="http://s3.amazonaws.com/doc/'), true);
});

Deno.test("keys are measured in bytes, and counts must be counts", async () => {
  await withS3(async ({ put, ask }) => {
    const long = "ü".repeat(512);
    assertEquals((await put(encodeURIComponent(long), "x")).status, 200);
    const longer = encodeURIComponent(`${long}a`);
    assertEquals((await put(longer, "x")).code, "KeyTooLongError");
    const told = await ask("GET", "?uploads&max-uploads=0");
    assertEquals(told.code, "InvalidArgument");
  });
});
