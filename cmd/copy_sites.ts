/**
 * What a step of copies is handed: the targets as ends of streams, streams of
 * the core, and stamped bytes that go up through the control plane, so that
 * copies are not judged by the code that made their sources.
 */
import { createHash } from "node:crypto";
import type { PipelinePorts } from "../engine/mod.ts";
import type { Context } from "./context.ts";
import { copyPorts } from "./copy/copy_ports.ts";
import type { Wiring } from "./wiring.ts";

const UNIT_BYTES = 4096;
/** Units that are stamped by one call. */
const BATCH_UNITS = 256;

/** Fails later with the `StorageError` of whatever is asked. */
export function copySites(
  context: Pick<Context, "clock">,
  wiring: Wiring,
): PipelinePorts {
  return {
    copies: copyPorts(context, wiring.core),
    site(target) {
      const backend = wiring.backend(target);
      const { streams } = backend;
      if (streams === undefined) {
        throw new TypeError(`Target "${target}" moves no streams`);
      }
      return { target, face: streams, delete: (key) => backend.delete(key) };
    },
    async make(target, key, object) {
      const hashes = (["md5", "sha256"] as const)
        .map((kind) => [kind, createHash(kind)] as const);
      const pieces = stampedPieces(wiring, object);
      await wiring.backend(target).putStream(
        key,
        ReadableStream.from(pieces).pipeThrough(
          new TransformStream<Uint8Array, Uint8Array>({
            transform(piece, controller) {
              for (const [, hash] of hashes) hash.update(piece);
              controller.enqueue(piece);
            },
          }),
        ),
      );
      return Object.fromEntries(
        hashes.map(([kind, hash]) => [kind, hash.digest("hex")]),
      );
    },
  };
}

type MadeObject = Parameters<PipelinePorts["make"]>[2];

/** Pieces of 1 MiB; the last unit is cut where the object ends. */
async function* stampedPieces(
  { core }: Pick<Wiring, "core">,
  { index, runId, seed, sizeBytes }: MadeObject,
): AsyncGenerator<Uint8Array> {
  const identity = {
    runKey: BigInt(`0x${seed}`),
    runId: BigInt(`0x${runId}`),
    objectId: BigInt(index + 1),
    objectTag: 1,
    unitBytes: UNIT_BYTES,
    ...{ objectBits: 20, unitBits: 28 },
    ...{ compressPermille: 0, dedupePermille: 0 },
  } as const;
  const units = Math.ceil(sizeBytes / UNIT_BYTES);
  for (let unit = 0; unit < units; unit += BATCH_UNITS) {
    const count = Math.min(BATCH_UNITS, units - unit);
    const bytes = core.stamp.fill(identity, {
      unit: BigInt(unit),
      sequence: 0n,
      writer: 0,
      seconds: 0,
      generations: Array.from({ length: count }, () => 1n),
    });
    const left = sizeBytes - unit * UNIT_BYTES;
    yield await Promise.resolve(
      bytes.subarray(0, Math.min(bytes.length, left)),
    );
  }
}
