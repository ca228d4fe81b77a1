/** Promises of `engine/plan/describe.ts`: the text of `stor-verify plan`. */
import { assertEquals } from "@std/assert";
import { compilePlan } from "../../../engine/plan/compile.ts";
import { describePlan } from "../../../engine/plan/describe.ts";
import { facts, GiB, input, target } from "./plan_input.ts";

const GOLDEN = `\
Plan of p: run 0123456789abcdef, seed seed
  Fill it, change it under load and read it back; a text that is too long for
  one line

Target local: direct:///mnt/x
  is       a folder, driven past the page cache (O_DIRECT), in multiples of 512
           bytes
  creates  2 files sv-0123456789abcdef-000.dat to sv-0123456789abcdef-001.dat:
           512 MiB (536,870,912 bytes) each, 1 GiB in all; and a marker
           .stor-verify.json of run 0123456789abcdef
  writes   1 GiB (1,073,741,824 bytes), and what the timed steps can (mix), all
           inside that space
  deletes  what it creates, after a run that passes; else it is kept for
           stor-verify verify
  1  fill       write in order, 1 MiB blocks
                2 lanes of depth 16, io_uring, closed loop
                1 GiB; nothing to compare; fsync at the end
  2  mix        read 70% and write 30% by Zipf with skew 0.99, blocks of 70%
                4 KiB, 30% 64 KiB
                1 lane of depth 16, io_uring, open loop at 20,000/s with Poisson
                arrivals
                1.50 m after 1 s of warm-up; every read is compared; fdatasync
                after each 32 writes of a lane
  3  read-back  read shuffled, each block once a pass, 4 KiB blocks
                1 lane of depth 16, io_uring, closed loop
                1,000 operations; every read is compared; no sync
  4  cases      2 cases: object.put, object.get

Target file:///mnt/y
  is       a folder, driven through the page cache (buffered)
  creates  2 files sv-0123456789abcdef-000.dat to sv-0123456789abcdef-001.dat:
           512 MiB (536,870,912 bytes) each, 1 GiB in all; and a marker
           .stor-verify.json of run 0123456789abcdef
  writes   1 GiB (1,073,741,824 bytes), and what the timed steps can (mix), all
           inside that space
  deletes  what it creates, after a run that passes; else it is kept for
           stor-verify verify
  1  fill       write in order, 1 MiB blocks
                2 lanes of depth 16, psync, closed loop
                1 GiB; nothing to compare; fsync at the end
  2  mix        read 70% and write 30% by Zipf with skew 0.99, blocks of 70%
                4 KiB, 30% 64 KiB
                1 lane of depth 16, psync, open loop at 20,000/s with Poisson
                arrivals
                1.50 m after 1 s of warm-up; every read is compared; fdatasync
                after each 32 writes of a lane
  3  read-back  read shuffled, each block once a pass, 4 KiB blocks
                1 lane of depth 16, psync, closed loop
                1,000 operations; every read is compared; no sync
  4  cases      2 cases: object.put, object.get

Target sdb: direct:///dev/sdb
  is       a block device, driven past the page cache (O_DIRECT), in multiples
           of 512 bytes
  creates  no file; it uses the first 1 GiB (1,073,741,824 bytes)
  writes   1 GiB (1,073,741,824 bytes), and what the timed steps can (mix), all
           inside that space; what is there is lost
  deletes  nothing: what was on the device is overwritten for good
  1  fill       write in order, 1 MiB blocks
                2 lanes of depth 16, io_uring, closed loop
                1 GiB; nothing to compare; fsync at the end
  2  mix        read 70% and write 30% by Zipf with skew 0.99, blocks of 70%
                4 KiB, 30% 64 KiB
                1 lane of depth 16, io_uring, open loop at 20,000/s with Poisson
                arrivals
                1.50 m after 1 s of warm-up; every read is compared; fdatasync
                after each 32 writes of a lane
  3  read-back  read shuffled, each block once a pass, 4 KiB blocks
                1 lane of depth 16, io_uring, closed loop
                1,000 operations; every read is compared; no sync
  4  cases      2 cases: object.put, object.get

Target memory: mem:
  is       memory of this process
  creates  1 GiB (1,073,741,824 bytes) of memory
  writes   1 GiB (1,073,741,824 bytes), and what the timed steps can (mix), all
           inside that space
  deletes  nothing
  1  fill       write in order, 1 MiB blocks
                2 lanes of depth 16, io_uring, closed loop
                1 GiB; nothing to compare; fsync at the end
  2  mix        read 70% and write 30% by Zipf with skew 0.99, blocks of 70%
                4 KiB, 30% 64 KiB
                1 lane of depth 16, io_uring, open loop at 20,000/s with Poisson
                arrivals
                1.50 m after 1 s of warm-up; every read is compared; fdatasync
                after each 32 writes of a lane
  3  read-back  read shuffled, each block once a pass, 4 KiB blocks
                1 lane of depth 16, io_uring, closed loop
                1,000 operations; every read is compared; no sync
  4  cases      2 cases: object.put, object.get

Target null: null:
  is       nothing: it measures this program itself
  creates  nothing; 1 GiB (1,073,741,824 bytes) are pretended
  writes   1 GiB (1,073,741,824 bytes), and what the timed steps can (mix), all
           inside that space
  deletes  nothing
  1  fill       write in order, 1 MiB blocks
                2 lanes of depth 16, null, closed loop
                1 GiB; nothing to compare; fsync at the end
  2  mix        read 70% and write 30% by Zipf with skew 0.99, blocks of 70%
                4 KiB, 30% 64 KiB
                1 lane of depth 16, null, open loop at 20,000/s with Poisson
                arrivals
                1.50 m after 1 s of warm-up; every read is compared; fdatasync
                after each 32 writes of a lane
  3  read-back  read shuffled, each block once a pass, 4 KiB blocks
                1 lane of depth 16, null, closed loop
                1,000 operations; every read is compared; no sync
  4  cases      2 cases: object.put, object.get

Objectives
  - mix.read.p99 <= 50ms
  - findings == 0

Doubts
  - "file:///mnt/y" is driven by psync threads instead of io_uring:
    kernel.io_uring_disabled is 2. Expect more CPU time for each operation
  - "direct:///dev/sdb" is a device: files: 2 does not apply
  - Step "fill" has 2 lanes, this machine 1 CPU: latencies include the wait for
    a CPU
`;

const PLAN = compilePlan(input([
  "{name: fill, load: block, op: write, total: 1GiB, lanes: 2, sync: end}",
  "{name: mix, load: block, op: {read: 70, write: 30}, pattern: zipf, " +
  "blockSize: {4KiB: 70, 64KiB: 30}, warmup: 1s, duration: 90s, " +
  "rate: {rate: 20000/s, arrival: poisson}, sync: every 32}",
  "{name: read-back, load: block, op: read, pattern: shuffle, ops: 1000}",
  "{cases: [object.*]}",
], {
  top: "description: Fill it, change it under load and read it back; a " +
    "text that is too long for one line\nfiles: 2\n" +
    'objectives: ["mix.read.p99 <= 50ms", "findings == 0"]',
  caseIds: ["object.put", "object.get"],
  cpuCount: 1,
  targets: [
    target({ name: "local" }),
    target({
      name: "file:///mnt/y",
      url: "file:///mnt/y",
      facts: facts({
        direct: false,
        alignBytes: 1,
        io: ["psync"],
        ioReason: "kernel.io_uring_disabled is 2",
      }),
    }),
    target({
      name: "sdb",
      url: "direct:///dev/sdb",
      facts: facts({ kind: "device", freeBytes: 2 * GiB }),
    }),
    target({
      name: "memory",
      url: "mem:",
      facts: facts({ kind: "memory", direct: false }),
    }),
    target({
      name: "null",
      url: "null:",
      facts: facts({ kind: "null", direct: false, io: ["null"] }),
    }),
  ],
}));

Deno.test("describePlan() tells everything a run touches, writes, deletes", () => {
  assertEquals(`${describePlan(PLAN)}\n`, GOLDEN);
});

Deno.test("describePlan() keeps to 80 columns", () => {
  const wide = describePlan(PLAN).split("\n").filter((line) =>
    line.length > 80
  );
  assertEquals(wide, []);
});

Deno.test("describePlan() says when a target gets no file", () => {
  const plan = compilePlan(input(["{cases: [a]}"], {
    caseIds: ["a"],
    targets: [target({ url: "s3://b/x", facts: null })],
  }));
  assertEquals(
    describePlan(plan),
    "Plan of p: run 0123456789abcdef, seed seed\n\n" +
      "Target x: s3://b/x\n" +
      "  creates  what its cases put there, and takes it away again\n" +
      "  1  cases  1 case: a",
  );
});
