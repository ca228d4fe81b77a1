/**
 * Writes a value in two parts. The put of the history is the completion: before
 * it is called nobody may see the value, and never a part of it alone.
 */
import type { Upload, UploadPart } from "../../../backends/mod.ts";
import { storageFailure } from "./attempt_failure.ts";
import type { Client } from "./client.ts";
import type { KeyLog } from "./key_log.ts";
import { pieceBytes, piecesOf } from "./value_body.ts";

/** Stamps of the last part, which stores let be short. */
const LAST_PART_STAMPS = 16;

/**
 * One attempt, counted once. An upload whose parts did not arrive is aborted:
 * its value must never be seen.
 */
export async function uploadValue(
  client: Client,
  log: KeyLog,
): Promise<void> {
  const { endpoint, partStamps, run, tally } = client.options;
  const shape = [partStamps, LAST_PART_STAMPS];
  const value = log.make(shape);
  const name = { run, key: log.number, value };
  let upload: Upload | undefined;
  const parts: UploadPart[] = [];
  try {
    upload = await endpoint.upload(log.key);
    for (const piece of piecesOf(shape)) {
      parts.push(await upload.put(piece.part, pieceBytes(name, piece)));
    }
  } catch (error) {
    tally.asked("upload");
    tally.failed("upload", storageFailure(error));
    log.refuse(value);
    if (!await abort(upload)) tally.openUploads += 1;
    return;
  }
  const begun = upload;
  let isAcknowledged = false;
  await client.write({
    log,
    operation: "upload",
    kind: "put",
    value,
    send: async () => {
      const facts = await begun.complete(parts);
      isAcknowledged = true;
      return facts;
    },
  });
  if (!isAcknowledged) tally.openUploads += 1;
}

/** Whether the upload is surely gone. */
async function abort(upload: Upload | undefined): Promise<boolean> {
  if (upload === undefined) return false;
  try {
    await upload.abort();
    return true;
  } catch (error) {
    storageFailure(error);
    return false;
  }
}
