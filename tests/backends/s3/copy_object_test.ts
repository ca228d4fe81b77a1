import { assertEquals } from "@std/assert";
import { copySource } from "../../../backends/s3/copy_object.ts";

Deno.test("copySource() escapes all but the slashes", () => {
  const names = { Bucket: "b", Key: "p/a b/%/\u00e9?" };
  assertEquals(copySource(names), "b/p/a%20b/%25/%C3%A9%3F");
});
