import { assert, assertEquals } from "@std/assert";
import { ThreadClock } from "../../ffi/thread_clock.ts";

Deno.test("ThreadClock goes on with the work of its thread", () => {
  using clock = new ThreadClock();
  const start = clock.cpuNs();
  let sum = 0;
  for (let i = 0; i < 5_000_000; i++) sum += Math.sqrt(i);
  const worked = clock.cpuNs();
  assert(sum > 0 && start > 0);
  assertEquals(worked > start, true);
});
