/** A file in memory, and journals in it. */
import { RecordLog } from "../../../backends/journal/mod.ts";

/** What `RecordLog` writes to. */
export class MemoryFile {
  bytes = new Uint8Array(0);

  append(bytes: Uint8Array): Promise<void> {
    this.bytes = Uint8Array.from([...this.bytes, ...bytes]);
    return Promise.resolve();
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }
}

/** A journal of these records. */
export async function journalOf(
  ...records: readonly (readonly number[])[]
): Promise<Uint8Array> {
  const file = new MemoryFile();
  const log = await RecordLog.create(file);
  for (const record of records) await log.append(Uint8Array.from(record));
  return file.bytes;
}
