/** Journals of acknowledgements, as a listener would have kept them. */
import {
  type AckRecord,
  encodeAck,
} from "../../../backends/acknowledgement/ack_record.ts";
import { RecordLog } from "../../../backends/journal/mod.ts";

export const RUN_ID = "0123456789abcdef";
export const AT = 1_763_700_000_000;

type Untimed<R = AckRecord> = R extends AckRecord ? Omit<R, "atMs"> : never;

/** One after the other, a millisecond apart; a run and a space come first. */
export async function journalOf(
  records: readonly Untimed[],
  over: { readonly files?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const log = await RecordLog.create({
    append: (bytes) => Promise.resolve(void chunks.push(bytes.slice())),
    sync: () => Promise.resolve(),
  });
  const all: Untimed[] = [
    { kind: "run", runId: RUN_ID, state: "{}" },
    { kind: "plan", text: "pl" },
    { kind: "plan", text: "an" },
    {
      kind: "space",
      ...{ space: 0, target: "local", unitBytes: 4096, fileUnits: 100 },
      files: over.files ?? 2,
    },
    ...records,
  ];
  for (const [index, record] of all.entries()) {
    await log.append(encodeAck({ ...record, atMs: AT + index }));
  }
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}

/** A file in pieces of `size` bytes. */
export function sourceOf(bytes: Uint8Array, size = 7) {
  return async function* () {
    for (let at = 0; at < bytes.length; at += size) {
      yield await Promise.resolve(bytes.subarray(at, at + size));
    }
  };
}
