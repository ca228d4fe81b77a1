import { assert, assertEquals } from "@std/assert";
import { warningsOf } from "../../../../engine/report/compare/warnings.ts";
import { machine } from "../../../_support/report_fixture.ts";
import { groupOf, runOf } from "./comparison_fixture.ts";

Deno.test("warningsOf() says nothing of enough runs of one plan and place", () => {
  assertEquals(
    warningsOf([groupOf("A", [1, 2, 3, 4]), groupOf("B", [5, 6, 7, 8])]),
    [],
  );
});

Deno.test("warningsOf() names what differs beside the storage", () => {
  const other = runOf(2, {
    machine: machine({ kernel: "6.2.0", host: "host-2" }),
    seed: "other",
    planText: ["another plan"],
    verdict: { outcome: "wrong", exit: 1, sentence: "" },
  });
  const text = warningsOf([
    groupOf("A", [1]),
    { name: "B", reports: [other] },
  ]).join("\n");
  for (
    const word of ["Hosts differ", "Kernels differ", "Seeds differ", "Plans"]
  ) assert(text.includes(word), word);
  assert(text.includes("did not pass (wrong)"));
  assert(text.includes("One run each"), "what one run each is worth");
});

Deno.test("warningsOf() sees the same run given twice", () => {
  const twice = groupOf("A", [1, 1, 3, 4]);
  const [first] = warningsOf([twice]);
  assertEquals(first, "Run run-1 is given more than once: it counts as often");
});

Deno.test("warningsOf() compares what was armed, not how often it was reached", () => {
  const armed = (ns: number, text: string) =>
    runOf(ns, { faultsArmed: [`sync.lie${text}`] });
  const same = warningsOf([
    { name: "A", reports: [armed(1, " reached 3 times, fired 3 times")] },
    { name: "B", reports: [armed(2, " reached 9 times, fired once")] },
  ]).join();
  assertEquals(same.includes("Faults differ"), false);
  const other = warningsOf([
    { name: "A", reports: [armed(1, " reached 3 times")] },
    { name: "B", reports: [armed(2, ":after=2 reached 3 times")] },
  ]).join();
  assert(other.includes('Faults differ: A has "sync.lie", B has'), other);
});

Deno.test("warningsOf() takes no runs with faults for clean ones, if all have them", () => {
  const armed = (ns: number) => runOf(ns, { faultsArmed: ["write.lost"] });
  const warnings = warningsOf([
    { name: "A", reports: [armed(1), runOf(2), armed(3), runOf(4)] },
    { name: "B", reports: [5, 6, 7, 8].map((ns) => runOf(ns)) },
  ]);
  const told = "In 2 of 4 runs of A faults were armed: what they show is the " +
    "tester, not the storage";
  assertEquals(warnings[0], told);
  const same = warningsOf([{ name: "A", reports: [armed(1), armed(2)] }]);
  assertEquals(same[0], told.replace("2 of 4", "2 of 2"));
});
