/** The promises of cmd/context.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { PipeClosed } from "../../cmd/context.ts";

Deno.test("PipeClosed says what happened and keeps what caused it", () => {
  const cause = new Error("EPIPE");
  const error = new PipeClosed({ cause });
  assertEquals([error.name, error.cause], ["PipeClosed", cause]);
  assertStringIncludes(error.message, "its reader closed the pipe");
});
