/** fio's command line and its JSON. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { fioArgs, readFioJson } from "../../../bench/versus/fio.ts";
import type { BlockWork } from "../../../bench/versus/work.ts";

const WORK: BlockWork = {
  folder: "/mnt/x",
  isDirect: true,
  op: "read",
  pattern: "random",
  blockSizeBytes: 4096,
  depth: 32,
  sizeBytes: 1 << 30,
  durationS: 4,
  isVerified: false,
  passes: 1,
  isPrefilled: false,
};

const side = (ios: number) => ({
  total_ios: ios,
  io_bytes: ios * 4096,
  runtime: 2000,
});
const output = (over: object) =>
  "fio: a note\n" + JSON.stringify({
    jobs: [{
      error: 0,
      read: side(0),
      write: side(100_000),
      usr_cpu: 10,
      sys_cpu: 30,
      job_runtime: 2000,
      ...over,
    }],
  });

Deno.test("fioArgs() gives fio registered buffers and files at depth", () => {
  const args = fioArgs(WORK);
  for (const arg of ["--ioengine=io_uring", "--fixedbufs=1", "--direct=1"]) {
    assert(args.includes(arg), arg);
  }
  assert(args.includes("--rw=randread"));
  assert(!args.some((arg) => arg.startsWith("--verify")));
});

Deno.test("fioArgs() gives fio psync at depth 1, verify where asked", () => {
  const args = fioArgs({ ...WORK, depth: 1, isVerified: true, op: "write" });
  assert(args.includes("--ioengine=psync"));
  assert(args.includes("--verify=crc32c"));
  assert(args.includes("--do_verify=0"));
});

Deno.test("readFioJson() reads the side that worked", () => {
  assertEquals(readFioJson(output({}), 5), {
    opsPerSecond: 50_000,
    bytesPerSecond: 50_000 * 4096,
    cpuNsPerOp: 8000,
    processCpuNs: 5,
    ops: 100_000,
  });
});

Deno.test("readFioJson() refuses a result with an error", () => {
  assertThrows(() => readFioJson(output({ error: 5 }), 0), Error, "error 5");
});
