/**
 * The file of one run on the listener's host: made new, only appended to, and
 * synced before anybody is told that something is kept.
 */
import { RecordLog } from "../journal/mod.ts";

/** Where records are kept. */
export interface AckFile {
  readonly path: string;
  append(record: Uint8Array): Promise<void>;
  /** Returns once all records so far survive a loss of power. */
  sync(): Promise<void>;
  close(): void;
  /** Closes and removes it: nothing was told. */
  discard(): Promise<void>;
}

/** Makes `RUN.acks` in a folder; fails when it is there. */
export async function createAckFile(
  folder: string,
  runId: string,
): Promise<AckFile> {
  const path = `${folder}/${runId}.acks`;
  const file = await Deno.open(path, { createNew: true, write: true });
  try {
    const log = await RecordLog.create({
      append: (bytes) => writeAll(file, bytes),
      sync: () => file.syncData(),
    });
    await syncFolder(folder);
    return {
      path,
      append: (record) => log.append(record),
      sync: () => log.sync(),
      close: () => file.close(),
      discard: async () => {
        file.close();
        await Deno.remove(path);
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await file.write(bytes.subarray(at));
  }
}

async function syncFolder(path: string): Promise<void> {
  using folder = await Deno.open(path, { read: true });
  await folder.sync();
}
