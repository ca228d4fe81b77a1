/**
 * Writes the data set of a target: files in turn, side by side. Goes in: the
 * samples and a place; comes out: the index of what was acknowledged, told to
 * the journal file by file.
 */
import type { LoaderLane } from "./loader_lanes.ts";
import type { LoaderJournal, LoaderSite } from "./loader_ports.ts";
import { fileLine } from "./sample_journal.ts";
import type { IndexedSample } from "./sample_index.ts";
import type { SampleSet } from "./sample_set.ts";

export interface WriteSamplesOptions {
  readonly set: SampleSet;
  readonly site: LoaderSite;
  readonly keyPrefix: string;
  readonly journal: LoaderJournal;
  /** After each file: what its samples take, stored and plain. */
  wrote(file: number, samples: readonly IndexedSample[]): void;
}

/** Fails with the first failure of the world, once no put is under way. */
export async function writeSamples(
  options: WriteSamplesOptions,
  lanes: readonly LoaderLane[],
  signal: AbortSignal,
): Promise<void> {
  const files = options.set.files.keys();
  const failures: unknown[] = [];
  const work = async (lane: LoaderLane) => {
    for (const file of files) {
      if (signal.aborted || failures.length > 0) return;
      try {
        await writeFile(options, lane, file);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(lanes.map(work));
  if (failures.length > 0) throw failures[0];
}

async function writeFile(
  { set, site, keyPrefix, journal, wrote }: WriteSamplesOptions,
  lane: LoaderLane,
  number: number,
): Promise<void> {
  const file = set.files[number];
  if (file === undefined) return;
  const { bytes, samples } = await set.pack(file);
  const write = lane.begun("write", file.first);
  try {
    await site.put(keyPrefix + file.name, bytes);
  } catch (error) {
    write.failed(error);
    throw error;
  }
  write.done(bytes.length);
  lane.cover("Written", bytes.length);
  journal.append(fileLine(number, samples));
  wrote(number, samples);
}
