/** The page of results. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderBar, renderResults } from "../../../bench/versus/result_text.ts";
import { hostClass, type Machine } from "../../../bench/versus/machine.ts";
import { boundBar, ratioBar } from "../../../bench/versus/row.ts";

const MACHINE: Machine = {
  cpu: "AMD EPYC 7543 32-Core Processor",
  cpuCount: 2,
  memoryGiB: 24,
  kernel: "6.18.5",
  os: "Debian GNU/Linux 12 (bookworm)",
  storage: "ext4 /dev/vda 252G",
  tools: ["fio-3.33"],
  load: 0.25,
  commit: "0123456789ab",
};

const RATIO = ratioBar({
  title: "IOPS",
  unit: "/s",
  rounds: [{ ours: 120, theirs: 100 }, { ours: 90, theirs: 100 }],
  atLeast: 1,
});
const BOUND = boundBar({ title: "x", unit: "ns", measured: 4, atMost: 3 });

Deno.test("renderResults() shows machine, bars, rounds and what was not run", () => {
  const page = renderResults({
    date: "2026-11-21T00:00:00.000Z",
    machine: MACHINE,
    command: "deno task bench:versus",
    rows: [{ id: "a", title: "Reads", bars: [RATIO, BOUND] }],
    omitted: ["Memory: give --only stress-memory"],
  });
  assertStringIncludes(page, "2 x AMD EPYC 7543 32-Core Processor, 24 GiB");
  assertStringIncludes(
    page,
    "| IOPS | 105/s | 100/s | 1.050 (0.900 to 1.200, 2 rounds) | >= 1 | met |",
  );
  assertStringIncludes(page, "| x |  |  | 4.00 ns | <= 3 | MISSED |");
  assertStringIncludes(page, "- load before the start: 0.25");
  assertStringIncludes(page, "- Memory: give --only stress-memory");
});

Deno.test("renderBar() says met or missed first", () => {
  assertEquals(renderBar(BOUND), "  MISSED  x: 4.00 ns, bar <= 3");
  assertEquals(renderBar(RATIO), "  met     IOPS: 1.050 x, bar >= 1");
});

Deno.test("hostClass() keeps what makes machines comparable", () => {
  assertEquals(hostClass(MACHINE), "2cpu-amd-epyc-7543-32-core");
});
