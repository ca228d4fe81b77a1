/** Totals over suites, from JUnit text as Deno writes it. */
import { assertEquals } from "@std/assert";
import { addTotals, formatTotal, NOTHING, readTotal } from "./total.ts";

const suite = (...cases: string[]) =>
  `<testsuites><testsuite name="./a_test.ts" tests="1">${
    cases.join("\n")
  }</testsuite></testsuites>`;
const passed = (name: string) =>
  `<testcase name="${name}" classname="./a_test.ts" line="1">\n</testcase>`;
const failed = (name: string) =>
  `<testcase name="${name}" classname="./a_test.ts" line="1">
    <failure message="Uncaught Error: x">Error: x</failure>
  </testcase>`;
const skipped = (name: string) =>
  `<testcase name="${name}" classname="./a_test.ts"><skipped/></testcase>`;

Deno.test("readTotal() counts tests without steps", () => {
  const total = readTotal(suite(passed("a"), failed("b"), skipped("c: why")));
  assertEquals(total, { passed: 1, failed: 1, skipped: ["c: why"] });
});

Deno.test("readTotal() counts steps in the place of their test", () => {
  const total = readTotal(suite(
    passed("a"),
    passed("a &gt; one"),
    skipped("a &gt; two (needs root)"),
    passed("a &gt; three"),
    passed("a &gt; three &gt; deep"),
  ));
  assertEquals(total, {
    passed: 2,
    failed: 0,
    skipped: ["a > two (needs root)"],
  });
});

Deno.test("readTotal() counts a failed step once", () => {
  assertEquals(readTotal(suite(failed("a"), failed("a &gt; one"))).failed, 1);
});

Deno.test("readTotal() counts a test that fails after its steps", () => {
  const total = readTotal(suite(failed("a"), passed("a &gt; one")));
  assertEquals(total, { passed: 1, failed: 1, skipped: [] });
});

Deno.test("readTotal() keeps equal names of two files apart", () => {
  const junit = suite(passed("a")) + suite(passed("a &gt; one"));
  assertEquals(readTotal(junit).passed, 2);
});

Deno.test("readTotal() of nothing is nothing", () => {
  assertEquals(readTotal(""), NOTHING);
});

Deno.test("formatTotal() is one plain line of a sum", () => {
  const total = addTotals(
    { passed: 2, failed: 0, skipped: ["a"] },
    { passed: 3, failed: 1, skipped: [] },
  );
  assertEquals(formatTotal(total), "5 passed, 1 failed, 1 skipped");
});
