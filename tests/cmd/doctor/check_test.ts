/** The promises of cmd/doctor/check.ts. */
import { assertEquals } from "@std/assert";
import { readHostText, renderChecks } from "../../../cmd/doctor/check.ts";

Deno.test("renderChecks() aligns, and puts a remedy below what it remedies", () => {
  assertEquals(
    renderChecks([
      { name: "a", state: "works", text: "fine" },
      { name: "long", state: "missing", text: "gone", remedy: "get it" },
    ]),
    "ok   a     fine\nFAIL long  gone\n           -> get it\n",
  );
});

Deno.test("renderChecks() folds at 80 columns", () => {
  const text = "word ".repeat(40).trim();
  const lines = renderChecks([{ name: "a", state: "limited", text }])
    .split("\n");
  assertEquals(lines.filter((line) => line.length > 80), []);
  assertEquals(lines.length, 4);
});

Deno.test("readHostText() says nothing of what a host does not tell", () => {
  assertEquals(readHostText("/proc/none/such"), undefined);
  assertEquals(readHostText("/proc/sys/kernel/ostype"), "Linux");
});
