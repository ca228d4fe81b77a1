/**
 * A tmpfs, 128 KiB, one lane at depth 1: stamped writes and checked reads
 * beside fio's verify=crc32c, each phase by itself. Storage costs next to
 * nothing there, so this compares the making and checking of data.
 */
import { fioTool } from "../fio.ts";
import { alternate } from "../pairs.ts";
import { ratioBar, type Row } from "../row.ts";
import { storVerifyTool } from "../stor_verify.ts";
import type { BlockWork } from "../work.ts";

const SIZE_BYTES = 1 << 30;

/** The row of the table of bars. */
export const MEMORY_SPEED: Row = {
  id: "memory-speed",
  title: "tmpfs, 128 KiB, one lane, beside fio verify=crc32c",
  async run({ program, rounds, say }) {
    const folder = await Deno.makeTempDir({
      dir: "/dev/shm",
      prefix: "stor-verify-bench-",
    });
    try {
      const work: BlockWork = {
        folder,
        isDirect: false,
        op: "write",
        pattern: "sequential",
        blockSizeBytes: 128 * 1024,
        depth: 1,
        sizeBytes: SIZE_BYTES,
        isVerified: true,
      };
      const ours = storVerifyTool({ program });
      const fio = fioTool();
      const reading: BlockWork = { ...work, op: "read" };
      // A guest's memory is slow when it is touched for the first time: the
      // first writer measured a tenth of what all later ones did.
      await fio.measure(work);
      const results = await alternate(rounds, [
        () => ours.measure(work),
        async () => {
          await Deno.remove(`${folder}/fio.dat`).catch(() => {});
          return await fio.measure(work);
        },
        () => ours.measure(reading),
        () => fio.measure(reading),
      ]);
      const rate = (round: number, index: number) =>
        results[round]?.[index]?.bytesPerSecond ?? NaN;
      const pairs = (index: number) =>
        results.map((_, round) => ({
          ours: rate(round, index),
          theirs: rate(round, index + 1),
        }));
      say(`${rounds} rounds of write and read by both`);
      return [
        ratioBar({
          title: "stamped write, bytes per second",
          unit: "B/s",
          rounds: pairs(0),
          atLeast: 2,
        }),
        ratioBar({
          title: "checked read, bytes per second",
          unit: "B/s",
          rounds: pairs(2),
          atLeast: 2,
        }),
      ];
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};
