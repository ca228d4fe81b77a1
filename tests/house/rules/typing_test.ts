/** Nobody silences the checker. */
import { assertEquals } from "@std/assert";
import { plant, said } from "./planted.ts";
import { checkTyping } from "./typing.ts";

Deno.test("checkTyping() stops any, wherever it stands", () => {
  const file = plant(
    "ffi/x.ts",
    "const a: any = 1;",
    "const b: Array<any> = [];",
    'const c = "any";',
  );
  assertEquals(checkTyping(file).map((breach) => breach.line), [1, 2]);
});

Deno.test("checkTyping() stops directives that silence", () => {
  const file = plant(
    "ffi/x.ts",
    "// @ts-" + "ignore for now",
    "/* deno-lint-" + "ignore no-console */",
  );
  assertEquals(said(checkTyping(file)), [
    '1: "@ts-' + 'ignore" silences the checker',
    '2: "deno-lint-' + 'ignore" silences the checker',
  ]);
});

Deno.test("checkTyping() lets tests expect a type error, not sources", () => {
  const line = "// @ts-" + "expect-error: strings are refused";
  assertEquals(checkTyping(plant("tests/ffi/x_test.ts", line)), []);
  assertEquals(checkTyping(plant("ffi/x.ts", line)).length, 1);
});

Deno.test("checkTyping() wants a reason for a cast", () => {
  const bare = plant("ffi/x.ts", "const a = b as string;");
  const told = plant(
    "ffi/x.ts",
    "// JSON gives unknown; the shape was checked above.",
    "const a = b as string;",
  );
  const constant = plant("ffi/x.ts", "const c = [", "  1,", "] as const;");
  assertEquals(said(checkTyping(bare)), [
    "1: a cast needs its reason in a comment above it",
  ]);
  assertEquals(checkTyping(told), []);
  assertEquals(checkTyping(constant), []);
});
