/** Heads of files. */
import { assertEquals } from "@std/assert";
import { checkHeads } from "./heads.ts";
import { plant } from "./planted.ts";

const SIX = Array.from({ length: 6 }, (_, index) => ` * Line ${index}.`);

Deno.test("checkHeads() lets a short head pass", () => {
  const files = [
    plant("ffi/x.ts", "/** What is here. */", "const a = 1;"),
    plant("ffi/x.ts", "/**", ...SIX, " */"),
    plant("ffi/x.c", "/* What is here. */", "int a;"),
    plant("bench/x.ts", "#!/usr/bin/env -S deno run", "/** A script. */"),
    plant("README.md", "no head"),
  ];
  assertEquals(files.flatMap(checkHeads), []);
});

Deno.test("checkHeads() misses a head", () => {
  const files = [
    plant("ffi/x.ts", 'import "a";', "/** Too late. */"),
    plant("ffi/x.ts", "// Not a doc comment."),
    plant("ffi/x.ts", "/** */"),
    plant("ffi/x.c", "#include <a.h>"),
  ];
  assertEquals(files.flatMap(checkHeads).length, files.length);
});

Deno.test("checkHeads() stops a seventh line, not a second paragraph", () => {
  const long = plant("ffi/x.ts", "/**", ...SIX, " * One more.", " */");
  const design = plant("ffi/x.ts", "/**", ...SIX, " *", " * Design: a.", " */");
  assertEquals(checkHeads(long).length, 1);
  assertEquals(checkHeads(design), []);
});

Deno.test("checkHeads() stops a head that is a page", () => {
  const paragraphs = [...SIX, " *", ...SIX, " *", ...SIX, " *", ...SIX];
  const page = plant("ffi/x.ts", "/**", ...paragraphs, " */");
  assertEquals(checkHeads(page).length, 1);
});

Deno.test("checkHeads() lets the path of a test say what it is about", () => {
  assertEquals(checkHeads(plant("tests/ffi/x_test.ts", "Deno.test(a);")), []);
});
