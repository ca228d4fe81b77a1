/**
 * One large object copied within a store, in parts and verified on the way,
 * beside what the same server gives and takes when it does only one of both.
 * Reader, writer and server share the cores of one host, so that the slower of
 * both rates is hard to come near to.
 */
import { runChild } from "../child.ts";
import { startGateway } from "../gateway.ts";
import type { ObjectWork, StoreUnderTest } from "../object_work.ts";
import { alternate, median } from "../pairs.ts";
import { boundBar, ratioBar, type Row } from "../row.ts";
import { storVerifyObjects, targetsOf } from "../stor_verify_objects.ts";

const MIB = 1024 ** 2;
const SIZE_BYTES = 1024 * MIB;
/** Of the parts of a copy, and of the objects beside it. */
const PART_BYTES = 8 * MIB;
/** As many as a copy has in flight at each end. */
const IN_FLIGHT = 4;

/** What is read of the JSON of a copy. */
interface CopyResult {
  readonly elapsedNs: number;
  readonly memory: { readonly peakBytes: number };
}

interface Measured {
  readonly bytesPerSecond: number;
  readonly peakBytes: number;
}

/** The row of the table of bars. */
export const COPY_STORE: Row = {
  id: "copy-store",
  title: "One object copied within a store, versitygw over memory",
  isSlow: true,
  async run({ program, folder, rounds, durationS, say }) {
    await using gateway = await startGateway();
    const { store } = gateway;
    const config = `${folder}/copy.yaml`;
    await Deno.writeTextFile(
      config,
      targetsOf(store, { client: "libcurl", prefix: "copies" }),
    );
    const copy = (words: readonly string[]) =>
      copyOnce([program, "copy", ...words, "--config", config]);
    await makeSource(folder, store, copy);
    const alone = (op: "get" | "put") =>
      aloneOnce(program, {
        ...{ store, folder, op, durationS, inFlight: IN_FLIGHT },
        ...{ sizeBytes: PART_BYTES, objects: 32 },
      });
    const measured = await alternate(rounds, [
      () => copy(["store/source", "store/copy", "--overwrite"]),
      () => alone("get"),
      () => alone("put"),
      () =>
        copy([
          "store/source",
          "store/copy",
          "--overwrite",
          "--digest",
          "crc64nvme",
        ]),
    ]);
    const rates = (at: number) =>
      measured.map((row) => (row[at]?.bytesPerSecond ?? NaN) / 1e6);
    const [gets, puts] = [rates(1), rates(2)];
    const slower = median(gets) < median(puts) ? gets : puts;
    const pairs = (ours: readonly number[], theirs: readonly number[]) =>
      ours.map((rate, at) => ({ ours: rate, theirs: theirs[at] ?? NaN }));
    say(`${SIZE_BYTES / MIB} MiB in each copy, parts of ${PART_BYTES / MIB}`);
    return [
      ratioBar({
        title: "SHA-256, beside the slower of GET and PUT alone",
        ...{ unit: "MB/s", rounds: pairs(rates(0), slower), atLeast: 0.9 },
      }),
      ratioBar({
        title: "CRC64NVME, beside the slower of GET and PUT alone",
        ...{ unit: "MB/s", rounds: pairs(rates(3), slower) },
      }),
      ratioBar({
        title: "GET alone, beside PUT alone",
        ...{ unit: "MB/s", rounds: pairs(gets, puts) },
      }),
      boundBar({
        title: "held by the copy, at its peak",
        ...{ unit: "MB", atMost: 64 * MIB / 1e6 },
        measured: Math.max(...measured.flat().map((one) => one.peakBytes)) /
          1e6,
      }),
    ];
  },
};

/** Goes up through a copy too: its file is gone afterwards. */
async function makeSource(
  folder: string,
  { bucket }: StoreUnderTest,
  copy: (words: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const source = await Deno.makeTempFile({ dir: "/dev/shm", prefix: bucket });
  try {
    await runChild([
      ...["dd", "if=/dev/urandom", `of=${source}`, "bs=4M"],
      `count=${SIZE_BYTES / (4 * MIB)}`,
    ], { cwd: folder });
    await copy([`file://${source}`, "store/source"]);
  } finally {
    await Deno.remove(source);
  }
}

/** By the clock of the copy: the rates beside it have no start either. */
async function copyOnce(command: readonly string[]): Promise<Measured> {
  const ended = await runChild([...command, "--json", "-"]);
  const { elapsedNs, memory: { peakBytes } }: CopyResult = JSON.parse(
    ended.stdout,
  );
  return { bytesPerSecond: SIZE_BYTES / (elapsedNs / 1e9), peakBytes };
}

async function aloneOnce(program: string, work: ObjectWork): Promise<Measured> {
  const tool = storVerifyObjects({ program });
  const { bytesPerSecond } = await tool.measure(work);
  return { bytesPerSecond, peakBytes: 0 };
}
