/**
 * Direct sequential writes of 1 MiB, stamped, beside fio which writes without
 * verify: bytes per second over one pass of a fresh file.
 */
import { fioTool } from "../fio.ts";
import { alternate } from "../pairs.ts";
import { ratioBar, type Row } from "../row.ts";
import { storVerifyTool } from "../stor_verify.ts";
import type { BlockWork } from "../work.ts";

const SIZE_BYTES = 2 * (1 << 30);

/** The row of the table of bars. */
export const SEQUENTIAL_WRITE: Row = {
  id: "sequential-write",
  title: "Direct sequential write, 1 MiB, stamped, depth 16, one lane",
  async run({ program, folder, rounds, say }) {
    const work: BlockWork = {
      folder,
      isDirect: true,
      op: "write",
      pattern: "sequential",
      blockSizeBytes: 1 << 20,
      depth: 16,
      sizeBytes: SIZE_BYTES,
      isVerified: false,
      passes: 1,
      isPrefilled: false,
    };
    const ours = storVerifyTool({ program });
    const fio = fioTool();
    const results = await alternate(rounds, [
      () => ours.measure(work),
      async () => {
        // Ours starts with a fresh file each time; so does fio.
        await Deno.remove(`${folder}/fio.dat`).catch(() => {});
        return await fio.measure(work);
      },
    ]);
    const pairs = results.map(([ours, theirs]) => ({
      ours: ours?.bytesPerSecond ?? NaN,
      theirs: theirs?.bytesPerSecond ?? NaN,
    }));
    for (const { ours, theirs } of pairs) {
      say(
        `ours ${Math.round(ours / 1e6)}, fio ${Math.round(theirs / 1e6)} MB/s`,
      );
    }
    return [
      ratioBar({
        title: "bytes per second (fio: not verified)",
        unit: "B/s",
        rounds: pairs,
        atLeast: 1,
      }),
    ];
  },
};
