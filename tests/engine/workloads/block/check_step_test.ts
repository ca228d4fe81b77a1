/** Promises of `engine/workloads/block/check_step.ts`, through whole plans. */
import { assertEquals } from "@std/assert";
import {
  changed,
  facts,
  GiB,
  input,
  refusals,
  target,
} from "../../plan/plan_input.ts";

const FILL = "{name: fill, load: block, op: write, total: 64MiB}";

Deno.test("checkBlocks() refuses blocks that the device cannot align", () => {
  const step = input([FILL], { targets: [device({ alignBytes: 512 })] });
  const options = changed(step, {
    blockSizes: [{ bytes: 4096, weight: 50 }, { bytes: 1000, weight: 50 }],
  });
  assertEquals(refusals(options), [
    'steps[0].blockSize: Cannot plan step "fill" on "direct:///dev/sdb" for ' +
    "1000-byte blocks: the device needs multiples of 512",
  ]);
});

Deno.test("checkBlocks() refuses blocks that the stamp does not fill", () => {
  const options = changed(input([FILL]), {
    blockSizes: [{ bytes: 512, weight: 100 }],
  });
  assertEquals(refusals(options), [
    'steps[0].blockSize: Cannot plan step "fill" on "direct:///mnt/x" for ' +
    "512-byte blocks: the stamp needs multiples of the unit, 4096",
  ]);
});

Deno.test("chooseIo() refuses a target without any I/O method", () => {
  const none = target({ facts: facts({ io: [], ioReason: "no reason" }) });
  assertEquals(refusals(input([FILL], { targets: [none] })), [
    'steps[0].io: No I/O method works on "direct:///mnt/x": no reason',
  ]);
});

Deno.test("chooseIo() refuses a method that is missing for no known reason", () => {
  const ring = FILL.replace("}", ", io: io_uring}");
  const slow = target({ facts: facts({ io: ["psync"] }) });
  assertEquals(refusals(input([ring], { targets: [slow] })), [
    'steps[0].io: Cannot use io_uring for step "fill" on ' +
    '"direct:///mnt/x": it is not available. Give io: auto, or psync',
  ]);
});

function device(changes: Parameters<typeof facts>[0] = {}) {
  return target({
    name: "d",
    url: "direct:///dev/sdb",
    facts: facts({ kind: "device", freeBytes: GiB, ...changes }),
  });
}
