/**
 * The ways in which the Blob endpoint can be told to lie, by name. Each changes
 * one decision and leaves the rest of the endpoint honest.
 */
import type { Mutant } from "../mutants.ts";
import { mixBlobs, zeroTail } from "../cut_blobs.ts";
import type { AzureAbout, AzureDecisions } from "./azure_decisions.ts";
import type { BlobVersion } from "./blob_state.ts";

const isWrite = ({ operation }: AzureAbout) =>
  ["PutBlob", "PutBlockList"].includes(operation);
const isDelete = ({ operation }: AzureAbout) => operation === "DeleteBlob";
const isRead = ({ operation }: AzureAbout) => operation === "GetBlob";

/** Every lie, in the order in which they are listed. */
export const AZURE_MUTANTS: readonly Mutant<AzureDecisions>[] = [
  {
    name: "lost-write",
    text: "acknowledges a put and keeps what was there",
    changes: {
      store: (_, about) => isWrite(about) ? { value: false } : undefined,
    },
  },
  {
    name: "lost-delete",
    text: "acknowledges a delete and keeps the blob",
    changes: {
      store: (_, about) => isDelete(about) ? { value: false } : undefined,
    },
  },
  {
    name: "read-deleted",
    text: "serves a blob that was deleted",
    changes: {
      read: (honest, about) => {
        const value = pastOf(about);
        return value === undefined || honest !== undefined
          ? undefined
          : { value };
      },
    },
  },
  {
    name: "hide-object",
    text: "says that a blob which is there is not",
    changes: {
      read: (honest) => honest === undefined ? undefined : { value: undefined },
    },
  },
  {
    name: "stale-read",
    text: "serves the version before the last",
    changes: {
      read: (honest, about) => {
        const value = pastOf(about);
        return value === undefined || honest === undefined
          ? undefined
          : { value };
      },
    },
  },
  {
    name: "wrong-object",
    text: "serves another blob of the container",
    changes: {
      read: (honest, { container }, draw) => {
        const others = [...container?.blobs.values() ?? []]
          .filter((one) => one !== honest);
        const value = others[draw(Math.max(1, others.length))];
        return value === undefined || honest === undefined
          ? undefined
          : { value };
      },
    },
  },
  {
    name: "bit-flip",
    text: "flips a bit of what is read; the length stays right",
    changes: {
      bytes: (_, { sizeBytes }, draw) => {
        if (sizeBytes === 0) return undefined;
        const at = draw(sizeBytes);
        const mask = 1 << draw(8);
        return {
          value: (chunk, offset) => {
            const index = at - offset;
            if (index < 0 || index >= chunk.length) return;
            chunk[index] = (chunk[index] ?? 0) ^ mask;
          },
        };
      },
    },
  },
  {
    name: "zero-tail",
    text: "serves zeros for the second half; the length stays right",
    changes: { bytes: (_, { sizeBytes }) => zeroTail(sizeBytes) },
  },
  {
    name: "mix-versions",
    text: "serves the first half of the new bytes and the second of the old",
    changes: {
      readPieces: (honest, about) => {
        const past = pastOf(about);
        if (past === undefined || past.etag === about.version.etag) {
          return undefined;
        }
        const value = mixBlobs(honest, past.pieces);
        return value === undefined ? undefined : { value };
      },
    },
  },
  {
    name: "wrong-range",
    text: "serves the bytes at the start of the blob for a later range",
    changes: { rangeStart: (start) => start === 0 ? undefined : { value: 0 } },
  },
  {
    name: "cut-body",
    text: "closes in mid body behind a full Content-Length",
    changes: {
      delivery: (_, about, draw) =>
        isRead(about) && about.sizeBytes > 1
          ? { value: { kind: "cut", afterBytes: draw(about.sizeBytes) } }
          : undefined,
    },
  },
  {
    name: "cut-unframed",
    text: "tells no length and ends the body early",
    changes: {
      delivery: (_, about, draw) =>
        isRead(about) && about.sizeBytes > 1
          ? {
            value: { kind: "cut-unframed", afterBytes: draw(about.sizeBytes) },
          }
          : undefined,
    },
  },
  {
    name: "reset",
    text: "closes the connection without an answer",
    changes: { delivery: () => ({ value: { kind: "drop" } }) },
  },
  {
    name: "stall",
    text: "stops in mid body, or before an answer without one",
    changes: {
      // An answer whose body is empty is whole with its head.
      delivery: (_, about) => ({
        value: isRead(about) && about.sizeBytes > 1
          ? { kind: "stall", afterBytes: Math.floor(about.sizeBytes / 2) }
          : { kind: "stall" },
      }),
    },
  },
  {
    name: "ignored-condition",
    text: "writes although the condition does not hold",
    changes: {
      condition: (honest) => honest ? undefined : { value: true },
    },
  },
  {
    name: "racing-conditions",
    text: "lets all win whose condition held when their requests came",
    changes: {
      condition: (holds, { arrived, current }) =>
        holds || arrived === current ? undefined : { value: true },
    },
  },
  {
    name: "list-lags",
    text: "lists blobs as they were before their last change",
    changes: {
      list: (honest, { container }) =>
        honest.length === 0 ? undefined : {
          value: honest.flatMap(({ name }) =>
            container?.previous.get(name) ?? []
          ),
        },
    },
  },
  {
    name: "list-deleted",
    text: "lists a blob that was deleted",
    changes: {
      list: (honest, { container, prefix }) => {
        const deleted = [...container?.previous.values() ?? []].find((one) =>
          one.name.startsWith(prefix) &&
          container?.blobs.has(one.name) === false
        );
        return deleted === undefined ? undefined : {
          value: [...honest, deleted],
        };
      },
    },
  },
  {
    name: "list-lacks-key",
    text: "leaves a blob out of a listing",
    changes: {
      list: (honest, _, draw) =>
        honest.length === 0 ? undefined : {
          value: honest.toSpliced(draw(honest.length), 1),
        },
    },
  },
  {
    name: "lost-block",
    text: "joins one block less and tells the full size",
    changes: {
      pieces: (honest, _, draw) =>
        honest.length < 2 ? undefined : {
          value: honest.toSpliced(draw(honest.length), 1),
        },
    },
  },
  {
    name: "swap-blocks",
    text: "joins two neighbouring blocks in the wrong order",
    changes: {
      pieces: (honest, _, draw) => {
        if (honest.length < 2) return undefined;
        const at = draw(honest.length - 1);
        const value = [...honest];
        value.splice(at, 2, ...value.slice(at, at + 2).reverse());
        return { value };
      },
    },
  },
  {
    name: "keep-first-block",
    text: "acknowledges a block that is put again, and keeps the first bytes",
    changes: { replacedBlock: (_, { before }) => ({ value: before }) },
  },
  {
    name: "wrong-etag",
    text: "gives a new version the ETag of the one before",
    changes: {
      etag: (_, { current }) =>
        current === undefined ? undefined : { value: current.etag },
    },
  },
  {
    name: "accept-checksum",
    text: "takes bytes that their checksum does not fit",
    changes: {
      checksum: (honest) => honest ? undefined : { value: true },
    },
  },
  {
    name: "server-busy",
    text: "answers 503 ServerBusy",
    changes: { refusal: () => ({ value: "ServerBusy" }) },
  },
  {
    name: "server-error",
    text: "answers 500 OperationTimedOut",
    changes: { refusal: () => ({ value: "OperationTimedOut" }) },
  },
];

function pastOf({ container, blob = "" }: AzureAbout): BlobVersion | undefined {
  return container?.previous.get(blob);
}
