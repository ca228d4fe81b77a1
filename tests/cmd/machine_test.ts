/** The promises of cmd/machine.ts. */
import { assert, assertEquals } from "@std/assert";
import { machineFacts } from "../../cmd/machine.ts";

Deno.test("machineFacts() names CPU and clock as the kernel does", () => {
  const facts = machineFacts("avx2", (path) => {
    if (path === "/proc/cpuinfo") return "processor: 0\nmodel name\t: Fast CPU";
    return path.endsWith("current_clocksource") ? "tsc" : undefined;
  });
  assertEquals(facts.cpu, "Fast CPU");
  assertEquals(facts.clockSource, "tsc");
  assertEquals(facts.stampKernel, "avx2");
  assert(facts.cpuCount > 0);
  assert(facts.memoryBytes > 1e6);
});

Deno.test("machineFacts() says unknown where the host tells nothing", () => {
  const facts = machineFacts("portable", () => undefined);
  assertEquals([facts.cpu, facts.clockSource], ["unknown", "unknown"]);
});
