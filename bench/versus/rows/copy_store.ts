/**
 * One large object copied within a store, in parts and verified on the way,
 * beside what the same server gives and takes of objects of that size when it
 * does only one of both: by warp, and by copies of ours from and to memory.
 * Reader, writer and server share the cores of one host.
 */
import { runChild } from "../child.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import type { ObjectWork } from "../object_work.ts";
import { alternate, median } from "../pairs.ts";
import { type Bar, boundBar, ratioBar, type Row } from "../row.ts";
import { storVerifyObjects, targetsOf } from "../stor_verify_objects.ts";
import { warpBucket, warpTool } from "../warp.ts";

const MIB = 1024 ** 2;
const SIZE_BYTES = 1024 * MIB;
/** Of the parts of a copy, and of the small objects beside it. */
const PART_BYTES = 8 * MIB;
/** As many as a copy has in flight at each end. */
const IN_FLIGHT = 4;
/** Long enough for several objects of 1 GiB. */
const WARP_SECONDS = 15;

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
    const memory = await Deno.makeTempDir({ dir: "/dev/shm" });
    try {
      const copy = (from: string, to: string, ...words: readonly string[]) =>
        copyOnce([
          ...[program, "copy", from, to, "--overwrite", ...words],
          ...["--config", config],
        ]);
      const file = `file://${memory}/source`;
      await makeSource(`${memory}/source`);
      await copy(file, "store/source");
      const small = { sizeBytes: PART_BYTES, objects: 32, durationS };
      const work = { store, folder, inFlight: IN_FLIGHT };
      const measured = await alternate(rounds, [
        () => copy("store/source", "store/copy"),
        () => copy("store/source", "store/copy", "--digest", "crc64nvme"),
        () => copy(file, "store/up"),
        () => copy("store/source", `file://${memory}/down`),
        () => largeByWarp(gateway, { folder, op: "put" }),
        () => largeByWarp(gateway, { folder, op: "get" }),
        () => aloneOnce(program, { ...work, ...small, op: "put" }),
      ]);
      say(`${SIZE_BYTES / MIB} MiB in each copy, parts of ${PART_BYTES / MIB}`);
      const rates = (at: number) =>
        measured.map((row) => (row[at]?.bytesPerSecond ?? NaN) / 1e6);
      const peaks = measured.flat().map(({ peakBytes }) => peakBytes);
      return [
        ...judge({
          ...{ sha256: rates(0), crc64Nvme: rates(1) },
          ...{ up: rates(2), down: rates(3) },
          ...{ warpPut: rates(4), warpGet: rates(5), smallPut: rates(6) },
        }),
        boundBar({
          title: "held by the copy, at its peak",
          ...{ unit: "MB", atMost: 64 * MIB / 1e6 },
          measured: Math.max(...peaks) / 1e6,
        }),
      ];
    } finally {
      await Deno.remove(memory, { recursive: true });
    }
  },
};

/** MB/s of each contender, round by round. */
interface Rates {
  readonly sha256: readonly number[];
  readonly crc64Nvme: readonly number[];
  readonly up: readonly number[];
  readonly down: readonly number[];
  readonly warpPut: readonly number[];
  readonly warpGet: readonly number[];
  readonly smallPut: readonly number[];
}

function judge(rates: Rates): Bar[] {
  const slower = (a: readonly number[], b: readonly number[]) =>
    median(a) < median(b) ? a : b;
  const beside = (ours: readonly number[], theirs: readonly number[]) => ({
    unit: "MB/s",
    rounds: ours.map((rate, at) => ({ ours: rate, theirs: theirs[at] ?? NaN })),
  });
  const byWarp = slower(rates.warpGet, rates.warpPut);
  return [
    ratioBar({
      title: "SHA-256, beside the slower of GET and PUT by warp",
      ...beside(rates.sha256, byWarp),
      atLeast: 0.9,
    }),
    ratioBar({
      title: "SHA-256, beside the slower of down and up by ours",
      ...beside(rates.sha256, slower(rates.down, rates.up)),
      atLeast: 0.9,
    }),
    ratioBar({
      title: "CRC64NVME, beside the slower of GET and PUT by warp",
      ...beside(rates.crc64Nvme, byWarp),
    }),
    ratioBar({
      title: "GET beside PUT, both by warp",
      ...beside(rates.warpGet, rates.warpPut),
    }),
    ratioBar({
      title: "SHA-256, beside PUT of 8 MiB objects, which have no parts",
      ...beside(rates.sha256, rates.smallPut),
    }),
  ];
}

async function makeSource(path: string): Promise<void> {
  const blocks = SIZE_BYTES / (4 * MIB);
  await runChild([
    ...["dd", "if=/dev/urandom", `of=${path}`, "bs=4M", `count=${blocks}`],
  ]);
}

/** One object at a time; warp sends its parts side by side. */
async function largeByWarp(
  gateway: Gateway,
  { folder, op }: Pick<ObjectWork, "folder" | "op">,
): Promise<Measured> {
  const work = { store: gateway.store, folder, op, sizeBytes: SIZE_BYTES };
  try {
    const { bytesPerSecond } = await warpTool().measure({
      ...work,
      ...{ objects: 2, inFlight: 1, durationS: WARP_SECONDS },
    });
    return { bytesPerSecond, peakBytes: 0 };
  } finally {
    await gateway.drop(warpBucket(work));
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
