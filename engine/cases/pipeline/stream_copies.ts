/**
 * Bodies of `pipeline.stream.*` but errors: objects of all sizes copied by
 * streams, one or several at once, within a memory, and back again.
 */
import type { Digests } from "../../../backends/mod.ts";
import { copyMany } from "../../workloads/pipeline/mod.ts";
import { holds } from "../case_broken.ts";
import { seededBytes } from "../seeded_bytes.ts";
import { type BenchCopy, MB, onBench } from "./copy_bench.ts";

/** Under 5 MB: nothing, a byte, both sides of a page and of a chunk. */
const SMALL_SIZES: readonly number[] = [
  0,
  1,
  4095,
  4096,
  4097,
  262_145,
  1_048_577,
  5 * MB - 1,
];

/** Resolves once each size was copied and read back; so do those below. */
export const smallFiles = onBench(async (bench) => {
  for (const [salt, sizeBytes] of SMALL_SIZES.entries()) {
    const object = await bench.put(`in/${sizeBytes}`, { sizeBytes, salt });
    const to = bench.key(`out/${sizeBytes}`);
    await bench.copy(object, { to });
    await bench.judge(to, object);
  }
  return `${SMALL_SIZES.length} objects of 0 bytes to 5 MB were copied with ` +
    "MD5 and SHA-256, and read back the same";
});

/** 20 MB, which must go up in parts. */
export const multipart = onBench(async (bench) => {
  const object = await bench.put("in/20", { sizeBytes: 20 * MB, salt: 20 });
  const to = bench.key("out/20");
  const copy = await bench.copy(object, { to });
  inParts(copy);
  await bench.judge(to, object);
  return `20 MB were copied in ${copy.parts} parts, and read back the same`;
});

const PRESSED_BYTES = 50 * MB;
const LIMIT_BYTES = 30 * MB;

/** 50 MB through 30 MB, counted with what both ends hold beside the ring. */
export const memoryPressure = onBench(async (bench) => {
  const sizeBytes = PRESSED_BYTES;
  const object = await bench.put("in/50", { sizeBytes, salt: 50 });
  const to = bench.key("out/50");
  const copy = await bench.copy(object, { to, memoryBytes: LIMIT_BYTES });
  const { memoryBytes } = copy.outcome;
  holds(
    memoryBytes > 0 && memoryBytes <= LIMIT_BYTES,
    `The copy held ${memoryBytes} bytes, and should at most ${LIMIT_BYTES}`,
  );
  await bench.judge(to, object);
  return `50 MB passed a limit of 30 MB, of which ${mb(memoryBytes)} were ` +
    "held at most, and read back the same";
});

const AT_ONCE = 4;
/** Each share holds two parts of the least size that stores take. */
const SHARED_BYTES = 64 * MB;

/** Several at once, each within its share of one memory. */
export const concurrent = onBench(async (bench) => {
  const objects = new Map(
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, index) => {
        const sizeBytes = 3 * MB + index;
        const name = `in/${index}`;
        const object = await bench.put(name, { sizeBytes, salt: 60 + index });
        return [object.key, {
          ...object,
          to: bench.key(`out/${index}`),
        }] as const;
      }),
    ),
  );
  const failures: unknown[] = [];
  let heldBytes = 0;
  await copyMany<BenchCopy>({
    keys: asyncKeys(objects),
    parallel: AT_ONCE,
    isOver: () => false,
    copy: async (key) => {
      const object = objects.get(key);
      if (object === undefined) throw new TypeError(`No object "${key}"`);
      const memoryBytes = SHARED_BYTES / AT_ONCE;
      return await bench.copy(object, { to: object.to, memoryBytes });
    },
    ended: (result) => {
      if ("error" in result) failures.push(result.error);
      else heldBytes += result.outcome.outcome.memoryBytes;
    },
  });
  if (failures.length > 0) throw failures[0];
  for (const object of objects.values()) await bench.judge(object.to, object);
  holds(
    heldBytes <= SHARED_BYTES,
    `${AT_ONCE} copies held ${heldBytes} bytes, and should ${SHARED_BYTES}`,
  );
  return `${AT_ONCE} objects were copied at once within ${mb(SHARED_BYTES)}, ` +
    "and each read back as itself";
});

async function* asyncKeys(objects: ReadonlyMap<string, unknown>) {
  for (const key of objects.keys()) yield await Promise.resolve(key);
}

/** Of the nine characters that checksum catalogues are made with. */
const CHECK_TEXT = "123456789";
const CHECK_DIGESTS: Required<Digests> = {
  md5: "25f9e794323b453885f5181f1b624d0b",
  sha256: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
  crc32c: "e3069283",
  crc64nvme: "ae8b14860a799888",
};

/** Known answers of all four digests, and digests that were expected. */
export const hashVerification = onBench(async (bench, { backend }) => {
  const key = bench.key("in/check");
  const check = new TextEncoder().encode(CHECK_TEXT);
  await backend.put(key, check);
  const digests = ["md5", "sha256", "crc32c", "crc64nvme"] as const;
  const checked = { key, sizeBytes: check.length, digests: CHECK_DIGESTS };
  const to = bench.key("out/check");
  const { outcome } = await bench.copy(checked, { to, digests });
  for (const kind of digests) {
    holds(
      outcome.digests[kind] === CHECK_DIGESTS[kind],
      `The ${kind} of "${CHECK_TEXT}" is ${
        outcome.digests[kind]
      }, and should ` +
        `be ${CHECK_DIGESTS[kind]}`,
    );
  }
  const large = await bench.put("in/3", { sizeBytes: 3 * MB + 1, salt: 3 });
  const expected = large.digests;
  await bench.copy(large, { to: bench.key("out/3"), expected });
  await bench.judge(bench.key("out/3"), large);
  return "MD5, SHA-256, CRC32C and CRC64NVME are those that are known of " +
    `"${CHECK_TEXT}", and those of 3 MB the ones that were expected`;
});

/** Up, to another key, and to a third one from there. */
export const cycle = onBench(async (bench) => {
  const object = await bench.put("in/9", { sizeBytes: 9 * MB + 7, salt: 9 });
  const out = bench.key("out/9");
  const back = bench.key("back/9");
  await bench.copy(object, { to: out });
  await bench.copy({ ...object, key: out }, { to: back });
  await bench.judge(out, object);
  await bench.judge(back, object);
  return "9 MB went up, out and back, and are the same at every place";
});

/** A body of unknown length goes up, then its copy in parts. */
export const handlerUpload = onBench(async (bench, { backend, seed }) => {
  const sizeBytes = 12 * MB + 5;
  const bytes = seededBytes({ sizeBytes, seed, salt: 12 });
  const key = bench.key("in/12");
  await backend.putStream(key, new Blob([bytes]).stream());
  const object = { key, sizeBytes, digests: bench.digestsOf(bytes) };
  await bench.judge(key, object);
  const to = bench.key("out/12");
  const copy = await bench.copy(object, { to });
  inParts(copy);
  await bench.judge(to, object);
  return `12 MB were put as a stream, and copied in ${copy.parts} parts`;
});

/** Breaks the case unless it went up in parts, unseen until the last. */
export function inParts({ isStaged, parts }: BenchCopy): void {
  holds(
    isStaged && parts > 1,
    `The copy was made in ${parts} parts, and should be in several, aside`,
  );
}

function mb(bytes: number): string {
  return `${(bytes / MB).toFixed(1)} MB`;
}
