/**
 * warp as a contender for object work. It reads what an earlier, unmeasured
 * run of it has put, so that its processor time is that of the load alone.
 * The program is `warp` in the PATH, or what WARP names.
 */
import { runChild } from "./child.ts";
import type { ObjectTool, ObjectWork } from "./object_work.ts";
import type { Measured } from "./work.ts";

/** The command or path of warp. */
export function warpProgram(): string {
  return Deno.env.get("WARP") ?? "warp";
}

/** Puts in a bucket of its own, beside the one that ours uses. */
export function warpTool(): ObjectTool {
  return {
    name: "warp",
    async measure(work) {
      if (work.op === "put") {
        return readWarp(await runChild([...command(work), "--noclear"]), work);
      }
      await runChild([...command({ ...work, durationS: 1 }), "--noclear"]);
      const ended = await runChild([...command(work), "--list-existing"]);
      return readWarp(ended, work);
    },
  };
}

/** `1.3.1`, or what it says instead. */
export async function warpVersion(): Promise<string> {
  const { stdout } = await runChild([warpProgram(), "--version"]);
  return stdout.trim();
}

/** The bucket of its own that it works in. */
export function warpBucket(
  { store, sizeBytes }: Pick<ObjectWork, "store" | "sizeBytes">,
): string {
  return `${store.bucket}-warp-${sizeBytes}`;
}

function command(work: ObjectWork): string[] {
  const { store } = work;
  return [
    warpProgram(),
    work.op,
    `--host=${store.host}`,
    // With --list-existing it reads whatever the bucket holds.
    `--bucket=${warpBucket(work)}`,
    `--access-key=${store.accessKey ?? ""}`,
    `--secret-key=${store.secretKey ?? ""}`,
    "--lookup=path",
    `--obj.size=${work.sizeBytes}`,
    `--concurrent=${work.inFlight}`,
    `--duration=${work.durationS}s`,
    ...(work.op === "get" ? [`--objects=${work.objects}`] : []),
    "--no-color",
    `--benchdata=${work.folder}/warp`,
  ];
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly cpuNs: number;
}

/** Reads `* Average: 13.20 MiB/s, 3379.26 obj/s` and how long it ran. */
export function readWarp(ended: Ended, work: ObjectWork): Measured {
  const text = ended.stdout + ended.stderr;
  const report = text.slice(text.lastIndexOf("Report: "));
  const average = /Average: ([\d.]+) MiB\/s(?:, ([\d.]+) obj\/s)?/.exec(report);
  const bytesPerSecond = Number(average?.[1]) * 1024 ** 2;
  const opsPerSecond = average?.[2] === undefined
    ? bytesPerSecond / work.sizeBytes
    : Number(average[2]);
  if (!(opsPerSecond > 0)) {
    throw new Error(`Cannot read what warp said:\n${text.slice(-2000)}`);
  }
  // Its report leaves out the first and last seconds; the load ran through.
  const ops = opsPerSecond * work.durationS;
  return {
    opsPerSecond,
    bytesPerSecond: opsPerSecond * work.sizeBytes,
    cpuNsPerOp: ended.cpuNs / ops,
    processCpuNs: ended.cpuNs,
    ops,
  };
}
