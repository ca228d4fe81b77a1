/** Promises of `engine/profile/yaml_document.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../engine/profile/usage_error.ts";
import { readYaml } from "../../../engine/profile/yaml_document.ts";

function refuses(text: string, sentence: string): void {
  assertThrows(() => readYaml(text, "Cannot use it"), UsageError, sentence);
}

Deno.test("readYaml() names line and column of a syntax error", () => {
  refuses("a: 1\nb: [1,\n", "line 3, column 1: ");
  refuses("a: 1\n  b: 2\n", "line 2, column 4: ");
});

Deno.test("readYaml() refuses a key that is given twice", () => {
  refuses(
    "a: 1\na: 2\n",
    "line 2, column 1: Cannot store mapping pair: " +
      "duplicated key",
  );
});

Deno.test("readYaml() refuses tabs in the indentation, not elsewhere", () => {
  refuses("a:\n\tb: 1\n", "line 2, column 1: Cannot indent with a tab");
  refuses("a:\n  - b\n \t- c\n", "line 3, column 2");
  assertEquals(readYaml("a: b\tc\n\t\n", "x"), { a: "b\tc" });
});

Deno.test("readYaml() knows the core schema only", () => {
  const text = "a: 2026-01-01\nb: yes\nc: 0x10\nd: ~\n";
  assertEquals(readYaml(text, "x"), {
    a: "2026-01-01",
    b: "yes",
    c: 16,
    d: null,
  });
  refuses("a: !!js/function x\n", "unknown tag");
  refuses("a: 1\n---\nb: 2\n", "expected a single document");
});

Deno.test("readYaml() stops at anchors that grow without end", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 10; level++) {
    const alias = `*a${level - 1}`;
    const aliases = Array(10).fill(alias).join(", ");
    lines.push(`a${level}: &a${level} [${aliases}]`);
  }
  refuses(lines.join("\n"), "use fewer aliases");
  refuses("a: &a [*a]\n", "use fewer aliases");
  assertEquals(readYaml("a: &a [1]\nb: *a\n", "x"), { a: [1], b: [1] });
});

Deno.test("readYaml() survives deep nesting and long texts", () => {
  refuses("[".repeat(100_000), "nested too deeply");
  refuses("[".repeat(40) + "]".repeat(40), "levels");
  refuses(`a: ${"x".repeat(1024 ** 2)}`, "at most 1048576");
});
