/**
 * 10 GiB copied through 64 MB, from a file with holes to one on the storage
 * under test, past the page cache: what the copy says that it held at most,
 * beside what the kernel says of its process.
 */
import { runChild } from "../child.ts";
import { boundBar, type Row } from "../row.ts";

const SIZE_BYTES = 10 * 1024 ** 3;
const SMALL_BYTES = 4096;
const LIMIT_MB = 64;
/** The heap of the runtime is not the same twice. */
const RUNTIME_MB = 16;

/** What is read of the JSON of a copy. */
interface CopyResult {
  readonly elapsedNs: number;
  readonly memory: {
    readonly peakBytes: number;
    /** Of `getrusage()`: what /proc calls VmHWM. */
    readonly residentBytesMax: number;
  };
}

/** The row of the table of bars. */
export const COPY_MEMORY: Row = {
  id: "copy-memory",
  title: "10 GiB copied through 64 MB",
  isSlow: true,
  async run({ program, folder }) {
    const copy = (sizeBytes: number) => copyHoles(program, folder, sizeBytes);
    const small = await copy(SMALL_BYTES);
    const large = await copy(SIZE_BYTES);
    const aboveBytes = large.memory.residentBytesMax -
      small.memory.residentBytesMax;
    return [
      boundBar({
        title: "held by the copy, at its peak",
        ...{ unit: "MB", atMost: LIMIT_MB },
        measured: large.memory.peakBytes / 1e6,
      }),
      boundBar({
        title: "resident at most, above a copy of 4 KiB",
        ...{ unit: "MB", atMost: LIMIT_MB + RUNTIME_MB },
        measured: aboveBytes / 1e6,
      }),
      boundBar({
        title: "bytes per second",
        unit: "MB/s",
        measured: SIZE_BYTES / 1e6 / (large.elapsedNs / 1e9),
      }),
    ];
  },
};

/** Holes are read as zeros, and take no space where they come from. */
async function copyHoles(
  program: string,
  folder: string,
  sizeBytes: number,
): Promise<CopyResult> {
  const [source, target] = [`${folder}/holes`, `${folder}/copy`];
  try {
    await Deno.writeFile(source, new Uint8Array());
    await Deno.truncate(source, sizeBytes);
    const ended = await runChild([
      ...[program, "copy", `file://${source}`, `direct://${target}`],
      ...["--memory", `${LIMIT_MB}MB`, "--json", "-"],
    ]);
    return JSON.parse(ended.stdout);
  } finally {
    for (const path of [source, target]) {
      await Deno.remove(path).catch(() => {});
    }
  }
}
