/** Words that have no place here. The planted ones are built at run time. */
import { assertEquals } from "@std/assert";
import { plant } from "./planted.ts";
import { checkWords } from "./words.ts";

const TO_DO = "TO" + "DO";
const HELPING = "hel" + "per";
const SITTING = "ses" + "sion";
const PLACE = "/wo" + "rk/main";

const lines = (path: string, ...text: string[]) =>
  checkWords(plant(path, ...text)).map((breach) => breach.line);

Deno.test("checkWords() stops a promise without an issue number", () => {
  assertEquals(
    lines("ffi/x.ts", `// ${TO_DO}: later`, `// ${TO_DO}(#12): later`),
    [1],
  );
  assertEquals(lines("ffi/x.c", "int a;", `/* ${TO_DO} later */`), [2]);
});

Deno.test("checkWords() stops talk about who wrote it", () => {
  assertEquals(
    lines("ffi/x.ts", `// A ${HELPING}.`, "", `/* Last ${SITTING}. */`),
    [1, 3],
  );
});

Deno.test("checkWords() stops history in a comment", () => {
  assertEquals(lines("ffi/x.ts", "// This us" + "ed to be slow."), [1]);
});

Deno.test("checkWords() looks into comments only, not into strings", () => {
  assertEquals(lines("ffi/x.ts", `const a = "// ${TO_DO}";`), []);
  assertEquals(lines("ffi/x.c", `char *a = "/* ${TO_DO} */";`), []);
});

Deno.test("checkWords() stops paths of one machine in any text", () => {
  assertEquals(lines("README.md", "ok", `See ${PLACE}.`), [2]);
  assertEquals(lines("ffi/x.ts", `const a = "${PLACE}";`), [1]);
  assertEquals(lines("README.md", `file:///mnt${PLACE}`), []);
});

Deno.test("checkWords() lets the token of a cloud account pass", () => {
  assertEquals(lines("ffi/x.ts", `// The ${SITTING} token expires.`), []);
});
