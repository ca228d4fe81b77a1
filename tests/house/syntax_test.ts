/** The bridge to Deno's parser. */
import { assertEquals } from "@std/assert";
import { breachesBySyntax } from "./syntax.ts";

Deno.test("breachesBySyntax() reports the line behind wide characters", () => {
  const file = { path: "cmd/x.ts", text: "// µ😀≥\n\ndebugger;\n" };
  const breaches = breachesBySyntax(file, {
    rule: "stops",
    watch: (report) => ({
      DebuggerStatement: (node) => report(node, "stops here"),
    }),
  });
  assertEquals(breaches, [
    { path: "cmd/x.ts", line: 3, rule: "stops", reason: "stops here" },
  ]);
});

Deno.test("breachesBySyntax() is not fooled by text in a string", () => {
  const file = { path: "cmd/x.ts", text: 'export const a = "debugger;";\n' };
  const breaches = breachesBySyntax(file, {
    rule: "stops",
    watch: (report) => ({
      DebuggerStatement: (node) => report(node, "stops here"),
    }),
  });
  assertEquals(breaches, []);
});
