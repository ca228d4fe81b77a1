/** Promises of `engine/workloads/block/doubts.ts`, through whole plans. */
import { assertEquals } from "@std/assert";
import { compilePlan } from "../../../../engine/plan/compile.ts";
import { facts, GiB, input, target } from "../../plan/plan_input.ts";

Deno.test("blockDoubts() distrusts reads of what nothing has written", () => {
  const fill = "{name: fill, load: block, op: write, total: 1MiB}";
  const read = "{name: early, load: block, op: read}";
  const doubtsOf = (...steps: string[]) => planDoubtsOf(steps);
  assertEquals(doubtsOf(fill, read), []);
  assertEquals(doubtsOf(read, fill), [
    'Step "early" on "direct:///mnt/x" reads what no step before it has ' +
    "written: such blocks are skipped, not compared",
  ]);
});

Deno.test("blockDoubts() says why psync drives a target", () => {
  const slow = target({ facts: facts({ io: ["psync"], ioReason: "seccomp" }) });
  const steps = [
    "{name: fill, load: block, op: write, total: 1MiB}",
    "{name: back, load: block, op: read}",
  ];
  assertEquals(planDoubtsOf(steps, [slow]), [
    '"direct:///mnt/x" is driven by psync threads instead of io_uring: ' +
    "seccomp. Expect more CPU time for each operation",
  ]);
});

Deno.test("blockDoubts() labels copies as weaker detection", () => {
  const steps = [
    "{name: fill, load: block, op: write, total: 1MiB, dedupe: 20%}",
    "{name: back, load: block, op: read}",
  ];
  assertEquals(planDoubtsOf(steps), [
    'Copies are 20% of the units on "direct:///mnt/x": where they lie ' +
    "cannot be told from their payload",
  ]);
});

Deno.test("blockDoubts() tells what a device changes in a profile", () => {
  const device = target({
    url: "direct:///dev/sdb",
    facts: facts({ kind: "device", freeBytes: GiB }),
  });
  const steps = [
    "{name: fill, load: block, op: write, total: 2GiB}",
    "{name: back, load: block, op: read}",
  ];
  assertEquals(planDoubtsOf(steps, [device], "files: 2\nsize: 2GiB"), [
    '"direct:///dev/sdb" is a device: files: 2 does not apply',
    '"direct:///dev/sdb" has room for 1 GiB, not for the 2 GiB that the ' +
    "profile asks for",
  ]);
});

function planDoubtsOf(
  steps: readonly string[],
  targets = [target()],
  top = "",
): readonly string[] {
  return compilePlan(input(steps, { targets, top })).doubts;
}
