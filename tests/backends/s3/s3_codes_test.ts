import { assert, assertEquals } from "@std/assert";
import { S3_CODES, S3_STATUSES } from "../../../backends/s3/s3_codes.ts";

Deno.test("every meaning of a code is a clause that can follow a colon", () => {
  const all = [...Object.values(S3_CODES), ...Object.values(S3_STATUSES)];
  for (const { reason } of all) {
    assert(/^[a-z]/.test(reason) && !reason.endsWith("."), reason);
  }
});

Deno.test("what may succeed later is marked, and nothing else is", () => {
  for (const code of ["SlowDown", "InternalError", "RequestTimeout"]) {
    assertEquals(S3_CODES[code]?.transient, true, code);
  }
  for (const code of ["AccessDenied", "NoSuchKey", "BadDigest"]) {
    assertEquals(S3_CODES[code]?.transient, undefined, code);
  }
});
