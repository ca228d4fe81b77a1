/**
 * fio as a contender: block work in, its JSON output read back. It is given
 * its best known form: io_uring with registered buffers and files where
 * several requests are outstanding, psync where there is one.
 */
import { runChild } from "./child.ts";
import type { BlockTool, BlockWork, Measured } from "./work.ts";

/** Name of the file inside the work's folder; kept between measurements. */
const FILE = "fio.dat";

/** fio from the PATH. */
export function fioTool(): BlockTool {
  return {
    name: "fio",
    async measure(work) {
      const { stdout, cpuNs } = await runChild(["fio", ...fioArgs(work)]);
      return readFioJson(stdout, cpuNs);
    },
  };
}

/** `fio-3.33`. */
export async function fioVersion(): Promise<string> {
  return (await runChild(["fio", "--version"])).stdout.trim();
}

/** The command line for a piece of work. */
export function fioArgs(work: BlockWork): string[] {
  const isAlone = work.depth === 1;
  return [
    "--name=versus",
    `--filename=${work.folder}/${FILE}`,
    `--rw=${work.pattern === "random" ? `rand${work.op}` : work.op}`,
    `--bs=${work.blockSizeBytes}`,
    `--size=${work.sizeBytes}`,
    `--io_size=${work.sizeBytes * work.passes}`,
    `--direct=${work.isDirect ? 1 : 0}`,
    ...(isAlone
      ? ["--ioengine=psync"]
      : ["--ioengine=io_uring", "--fixedbufs=1", "--registerfiles=1"]),
    `--iodepth=${work.depth}`,
    "--thread",
    "--norandommap",
    "--randrepeat=0",
    ...(work.durationS === undefined
      ? []
      : ["--time_based", `--runtime=${work.durationS}`]),
    // As in a write phase and a read phase of their own: fio would otherwise
    // read all back after the writing, inside the same measurement.
    ...(work.isVerified
      ? ["--verify=crc32c", "--do_verify=0", "--verify_state_save=0"]
      : []),
    "--output-format=json",
  ];
}

interface FioSide {
  readonly total_ios: number;
  readonly io_bytes: number;
  /** Milliseconds. */
  readonly runtime: number;
}

interface FioOutput {
  readonly jobs: readonly {
    readonly error: number;
    readonly read: FioSide;
    readonly write: FioSide;
    /** Percent of `job_runtime`. */
    readonly usr_cpu: number;
    readonly sys_cpu: number;
    /** Milliseconds. */
    readonly job_runtime: number;
  }[];
}

/** Reads fio's JSON, also when lines of text stand before it. */
export function readFioJson(text: string, processCpuNs: number): Measured {
  // fio's own format; what is missing shows as a number that is not one.
  const output = JSON.parse(text.slice(text.indexOf("{"))) as FioOutput;
  const [first] = output.jobs;
  if (first === undefined || first.error !== 0) {
    throw new Error(
      `Cannot use fio's result: it reports error ${first?.error}`,
    );
  }
  const side = first.read.total_ios > 0 ? first.read : first.write;
  const seconds = side.runtime / 1000;
  const cpuNs = (first.usr_cpu + first.sys_cpu) / 100 * first.job_runtime * 1e6;
  return {
    opsPerSecond: side.total_ios / seconds,
    bytesPerSecond: side.io_bytes / seconds,
    cpuNsPerOp: cpuNs / side.total_ios,
    processCpuNs,
    ops: side.total_ios,
  };
}
