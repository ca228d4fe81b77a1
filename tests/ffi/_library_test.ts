import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { handleIn, handleSlot, Library } from "../../ffi/_library.ts";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { SYMBOLS } from "../../ffi/symbols.ts";

function withLibrary(body: (library: Library) => void) {
  using core = loadCore();
  const library = new Library(Deno.dlopen(core.path, SYMBOLS));
  try {
    body(library);
  } finally {
    library.close();
  }
}

Deno.test("Library.cString() ends a text with a NUL and refuses one inside", () => {
  withLibrary((library) => {
    assertEquals([...library.cString("né")], [0x6e, 0xc3, 0xa9, 0]);
    assertThrows(() => library.cString("a\0b"), CoreError, "NUL");
    assertEquals([...library.cStrings(["a", "", "b"])], [97, 0, 0, 98, 0]);
    assertThrows(() => library.cStrings(["a", "\0"]), CoreError);
  });
});

Deno.test("Library.must() returns a count and throws what a status says", () => {
  withLibrary((library) => {
    assertEquals(library.must(3n, { operation: "count" }), 3);
    const error = assertThrows(
      () => library.must(-28, { operation: "open file", subject: "/x" }),
      CoreError,
    );
    assertEquals(
      error.message,
      'Cannot open file "/x": no space left on device (ENOSPC)',
    );
    assertEquals([error.status, error.failedFile], [-28, null]);
  });
});

Deno.test("Library.blocking() passes on a result and a failure", async () => {
  using core = loadCore();
  const library = new Library(Deno.dlopen(core.path, SYMBOLS));
  assertEquals(
    await library.blocking(Promise.resolve(5), new Uint8Array(1)),
    5,
  );
  await assertRejects(
    () => library.blocking(Promise.reject(new Error("no")), new Uint8Array(1)),
    Error,
    "no",
  );
  library.close();
});

Deno.test("handleIn() is what was stored, and fails for nothing stored", () => {
  const slot = handleSlot();
  assertThrows(() => handleIn(slot), Error, "no handle");
  slot[0] = 4096n;
  assertEquals(Deno.UnsafePointer.value(handleIn(slot)), 4096n);
});
