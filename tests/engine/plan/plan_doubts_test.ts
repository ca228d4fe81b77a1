/** Promises of `engine/plan/plan_doubts.ts`. */
import { assertEquals } from "@std/assert";
import { compilePlan } from "../../../engine/plan/compile.ts";
import { facts, input, MiB, target } from "./plan_input.ts";

const FILL = "{name: fill, load: block, op: write, total: 64MiB}";
const READ = "{name: back, load: block, op: read}";

function doubts(...args: Parameters<typeof input>): readonly string[] {
  return compilePlan(input(...args)).doubts;
}

Deno.test("planDoubts() has none for a plan that writes and reads back", () => {
  assertEquals(doubts([FILL, READ]), []);
});

Deno.test("planDoubts() says when nothing will be compared", () => {
  assertEquals(doubts([FILL]), [
    "Nothing will be compared: no step reads",
  ]);
  const never = FILL.replace("}", ", verify: never}");
  const neverRead = READ.replace("}", ", verify: never}");
  assertEquals(doubts([never, neverRead]), [
    "Nothing will be compared: every step says verify: never",
  ]);
  assertEquals(doubts([FILL, neverRead]), [
    "Nothing will be compared: every step that reads says verify: never",
  ]);
});

Deno.test("planDoubts() distrusts more lanes than CPUs", () => {
  const wide = READ.replace("}", ", lanes: 4}");
  assertEquals(doubts([FILL, wide], { cpuCount: 4 }), []);
  assertEquals(doubts([FILL, wide], { cpuCount: 2 }), [
    'Step "back" has 4 lanes, this machine 2 CPUs: latencies include the ' +
    "wait for a CPU",
  ]);
});

Deno.test("planDoubts() suspects that two folders share one file system", () => {
  const free = facts({ freeBytes: 100 * MiB });
  const targets = [
    target({ facts: free }),
    target({ name: "y", url: "file:///mnt/y", facts: free }),
  ];
  assertEquals(doubts([FILL, READ], { targets }), [
    '"direct:///mnt/x" and "file:///mnt/y" have the same 100 MiB free: if ' +
    "they share a file system, 128 MiB will not fit",
  ]);
});
