/**
 * The ways in which the Blob endpoint can be told to lie, by name. Each changes
 * one decision and leaves the rest of the endpoint honest.
 */
import type { Mutant } from "../mutants.ts";
import type { AzureAbout, AzureDecisions } from "./azure_decisions.ts";

const isWrite = ({ operation }: AzureAbout) =>
  ["PutBlob", "PutBlockList"].includes(operation);
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
    name: "stale-read",
    text: "serves the version before the last",
    changes: {
      read: (honest, { container, blob }) => {
        const value = container?.previous.get(blob ?? "");
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
