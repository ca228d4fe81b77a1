import { assertEquals } from "@std/assert";
import { promiseCase } from "../../../backends/conformance/case.ts";

Deno.test("promiseCase() proves its first capability and needs the others", () => {
  const body = () => Promise.resolve();
  assertEquals(promiseCase("object.x", ["copy", "write", "read"], body), {
    id: "object.x",
    proves: "copy",
    needs: ["write", "read"],
    when: "declared",
    body,
  });
});
