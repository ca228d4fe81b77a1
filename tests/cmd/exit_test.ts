/** The promises of cmd/exit.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { AssertionError } from "@std/assert";
import { StorageError } from "../../backends/mod.ts";
import { PipeClosed, WriteFailed } from "../../cmd/context.ts";
import { renderFailure } from "../../cmd/exit.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { UsageError as EngineUsageError } from "../../engine/mod.ts";

function storageError(): StorageError {
  return new StorageError('Cannot open "file:///x": it is read-only', {
    kind: "ReadOnly",
    operation: "open",
    context: [["path", "/x"]],
    cause: new Error("EROFS"),
  });
}

Deno.test("renderFailure() gives a usage error 2 and every mistake", () => {
  const failure = renderFailure(new UsageError(["First", "Second"]), {
    debug: false,
    command: "run",
  });
  assertEquals(failure, {
    exit: 2,
    text: "stor-verify: 2 mistakes\n  First\n  Second\n" +
      'See "stor-verify run --help"\n',
  });
});

Deno.test("renderFailure() puts action and path before a mistake that has them", () => {
  const one = { path: "steps[0].op", sentence: "Missing" };
  const error = new EngineUsageError('Cannot use profile "x"', [one]);
  assertEquals(
    renderFailure(error, { debug: false, command: "plan" }).text,
    'stor-verify: Cannot use profile "x": steps[0].op: Missing\n',
  );
});

Deno.test("renderFailure() gives the world 3 and one sentence", () => {
  assertEquals(renderFailure(storageError(), { debug: false }), {
    exit: 3,
    text: 'stor-verify: Cannot open "file:///x": it is read-only\n',
  });
  const absent = new Deno.errors.NotFound("no such file");
  assertEquals(renderFailure(absent, { debug: false }).exit, 3);
});

Deno.test("renderFailure() shows kind, context and causes with --debug", () => {
  const { text } = renderFailure(storageError(), { debug: true });
  assertStringIncludes(text, "kind: ReadOnly");
  assertStringIncludes(text, "path: /x");
  assertStringIncludes(text, "caused by:\n  Error: EROFS");
});

Deno.test("renderFailure() gives anything else 70 and asks for a report", () => {
  for (
    const bug of [new AssertionError("no"), new TypeError("no"), "no", null]
  ) {
    const failure = renderFailure(bug, { debug: false });
    assertEquals(failure.exit, 70);
    assertStringIncludes(failure.text, "Please report it");
  }
});

Deno.test("renderFailure() is silent about a reader that went away", () => {
  const failure = renderFailure(new PipeClosed(), { debug: true });
  assertEquals(failure, { exit: 141, text: "" });
});

Deno.test("renderFailure() takes a full disk for the world, not for a bug", () => {
  // As the runtime throws it: it has a code, and no class of its own.
  const full = Object.assign(
    new Error("No space left on device (os error 28): open '/x'"),
    { code: "ENOSPC" },
  );
  assertEquals(renderFailure(full, { debug: false }).exit, 3);
  assertEquals(
    renderFailure(new WriteFailed('save "/x"', full), {
      debug: false,
    }),
    {
      exit: 3,
      text: 'stor-verify: Cannot save "/x": no space left on device\n',
    },
  );
});
