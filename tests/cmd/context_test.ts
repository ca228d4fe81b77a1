/** The promises of cmd/context.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { PipeClosed, WriteFailed } from "../../cmd/context.ts";

Deno.test("PipeClosed says what happened and keeps what caused it", () => {
  const cause = new Error("EPIPE");
  const error = new PipeClosed({ cause });
  assertEquals([error.name, error.cause], ["PipeClosed", cause]);
  assertStringIncludes(error.message, "its reader closed the pipe");
});

Deno.test("WriteFailed has one sentence, without the number of the system", () => {
  const cause = new Error("No space left on device (os error 28): open '/x'");
  const error = new WriteFailed('save "/x"', cause);
  assertEquals([error.name, error.cause], ["WriteFailed", cause]);
  assertEquals(error.message, 'Cannot save "/x": no space left on device');
});
