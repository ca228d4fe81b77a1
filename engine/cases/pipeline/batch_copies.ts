/** Bodies of `pipeline.batch.*`: a batch of files, and one large one. */
import { holds } from "../case_broken.ts";
import { MB, onBench } from "./copy_bench.ts";
import { inParts } from "./stream_copies.ts";

const BATCH_SIZES: readonly number[] = [1, 2, 5, 10, 25].map((size) =>
  size * MB
);

/** 1 to 25 MB: source, copy and what is read back have the same digests. */
export const batch = onBench(async (bench) => {
  for (const [salt, sizeBytes] of BATCH_SIZES.entries()) {
    const object = await bench.put(`in/${sizeBytes}`, {
      sizeBytes,
      salt: 100 + salt,
    });
    const to = bench.key(`out/${sizeBytes}`);
    await bench.copy(object, { to });
    await bench.judge(to, object);
  }
  return `${BATCH_SIZES.length} objects of 1 to 25 MB were copied: MD5 and ` +
    "SHA-256 made on the way are those of the source and of what was read back";
});

const LARGE_BYTES = 100 * MB;

/** 100 MB in parts, with its progress and its rate. */
export const largeWithProgress = onBench(async (bench) => {
  const sizeBytes = LARGE_BYTES;
  const object = await bench.put("in/100", { sizeBytes, salt: 110 });
  const to = bench.key("out/100");
  const copy = await bench.copy(object, { to, digests: ["sha256"] });
  inParts(copy);
  judgeProgress(copy.writtenBytes);
  await bench.judge(to, object);
  const { startedNs, endedNs } = copy.outcome.counters;
  holds(
    endedNs > startedNs,
    `The copy ends at ${endedNs} ns, and should after ${startedNs}`,
  );
  const seconds = (endedNs - startedNs) / 1e9;
  const rate = LARGE_BYTES / MB / seconds;
  return `100 MB were copied in ${copy.parts} parts and ` +
    `${seconds.toFixed(2)} s, ${rate.toFixed(1)} MB/s with SHA-256; progress ` +
    "never went back, and ended at 100 %";
});

function judgeProgress(writtenBytes: readonly number[]): void {
  const back = writtenBytes.findIndex((bytes, index) =>
    bytes < (writtenBytes[index - 1] ?? 0)
  );
  holds(
    back < 0,
    `Progress goes back from ${writtenBytes[back - 1]} to ` +
      `${writtenBytes[back]} bytes`,
  );
  const last = writtenBytes.at(-1);
  holds(
    last === LARGE_BYTES,
    `Progress ends at ${last} bytes, and should at ${LARGE_BYTES}`,
  );
}
