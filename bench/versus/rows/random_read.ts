/**
 * Direct random reads of 4 KiB at depth 32 in one lane, beside fio with
 * io_uring: IOPS and processor time per operation, without and with verify.
 */
import { fioTool } from "../fio.ts";
import { alternate } from "../pairs.ts";
import { type Bar, ratioBar, type Row } from "../row.ts";
import { storVerifyTool } from "../stor_verify.ts";
import type { BlockWork, Measured } from "../work.ts";

const SIZE_BYTES = 1 << 30;

/** The row of the table of bars. */
export const RANDOM_READ: Row = {
  id: "random-read",
  title: "Direct random read, 4 KiB, depth 32, one lane",
  async run({ program, folder, rounds, durationS, say }) {
    const work: BlockWork = {
      folder,
      isDirect: true,
      op: "read",
      pattern: "random",
      blockSizeBytes: 4096,
      depth: 32,
      sizeBytes: SIZE_BYTES,
      durationS,
      isVerified: false,
      passes: 1,
      isPrefilled: true,
    };
    const ours = storVerifyTool({ program });
    const fio = fioTool();
    const { durationS: _, ...filling } = work;
    const fill: BlockWork = {
      ...filling,
      op: "write",
      pattern: "sequential",
      blockSizeBytes: 1 << 20,
      depth: 16,
    };
    // Ours reads what it wrote a moment before, so fio does too: a device may
    // still be busy with that, or have the new file at hand.
    const fioFresh = async () => {
      await Deno.remove(`${folder}/fio.dat`).catch(() => {});
      await fio.measure(fill);
      return await fio.measure(work);
    };
    const told = async (name: string, measuring: Promise<Measured>) => {
      const measured = await measuring;
      say(
        `${name}: ${Math.round(measured.opsPerSecond)} IOPS, ` +
          `${Math.round(measured.cpuNsPerOp)} ns CPU per operation`,
      );
      return measured;
    };
    const results = await alternate(rounds, [
      () => told("ours", ours.measure(work)),
      () => told("fio", fioFresh()),
      () =>
        told("ours, verify on", ours.measure({ ...work, isVerified: true })),
    ]);
    return barsOf(results);
  },
};

/** Each round holds ours, fio's and ours with verify on, in this order. */
function barsOf(results: readonly (readonly Measured[])[]): Bar[] {
  const against = (index: number, of: (one: Measured) => number) =>
    results.map((round) => {
      const [ours, theirs] = [round[index], round[1]];
      if (ours === undefined || theirs === undefined) {
        throw new RangeError("A round lacks a measurement");
      }
      return { ours: of(ours), theirs: of(theirs) };
    });
  return [
    ratioBar({
      title: "IOPS, verify off",
      unit: "/s",
      rounds: against(0, (one) => one.opsPerSecond),
      atLeast: 1,
    }),
    ratioBar({
      title: "CPU time per operation, verify off",
      unit: "ns",
      rounds: against(0, (one) => one.cpuNsPerOp),
      atMost: 1,
    }),
    ratioBar({
      title: "IOPS, verify on (fio: off)",
      unit: "/s",
      rounds: against(2, (one) => one.opsPerSecond),
      atLeast: 0.95,
    }),
    // Whole processes: ours starts a runtime and fills its file first, so
    // this is shown to be compared, and has no bar in the table.
    ratioBar({
      title: "CPU time per operation, whole process",
      unit: "ns",
      rounds: against(0, (one) => one.processCpuNs / one.ops),
    }),
  ];
}
