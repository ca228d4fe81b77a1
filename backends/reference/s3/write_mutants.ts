/** Lies about what is kept: lost writes, ignored conditions and checksums. */
import type { Mutant } from "../mutants.ts";
import type { S3Decisions } from "./s3_decisions.ts";

/** Each breaks one promise of a write and keeps the others. */
export const WRITE_MUTANTS: readonly Mutant<S3Decisions>[] = [
  {
    name: "drop-write",
    text: "Acknowledges a put, copy, part or completion, and keeps nothing",
    changes: {
      store: (_honest, { operation }) =>
        operation.startsWith("Delete") ? undefined : { value: false },
    },
  },
  {
    name: "drop-delete",
    text: "Acknowledges a delete, and keeps the object",
    changes: {
      store: (_honest, { operation }) =>
        operation.startsWith("Delete") ? { value: false } : undefined,
    },
  },
  {
    name: "ignore-if-none-match",
    text: "Lets a put-if-absent win though the key is there",
    changes: {
      condition: (holds, { header }) =>
        holds || header !== "If-None-Match" ? undefined : { value: true },
    },
  },
  {
    name: "ignore-if-match",
    text: "Lets a put-if-match win though the object has changed",
    changes: {
      condition: (holds, { header }) =>
        holds || header !== "If-Match" ? undefined : { value: true },
    },
  },
  {
    name: "racing-conditions",
    text: "Lets all win whose condition held when their requests came",
    changes: {
      condition: (holds, { arrived, current }) =>
        holds || arrived === current ? undefined : { value: true },
    },
  },
  {
    name: "late-part",
    text: "Joins the part that is there, not the one that is named",
    changes: { part: (holds) => holds ? undefined : { value: true } },
  },
  {
    name: "keep-first-part",
    text: "Acknowledges a part that is put again, and keeps the first bytes",
    changes: {
      replacedPart: (part, { before: { blobs, sizeBytes } }) => ({
        value: { ...part, blobs, sizeBytes },
      }),
    },
  },
  {
    name: "abort-completed",
    text: "Lets the abort of an upload that was completed delete the object",
    changes: {
      lateAbort: (_honest, { isOpen, current }) =>
        isOpen || current?.parts === undefined ? undefined : { value: true },
    },
  },
  {
    name: "accept-checksum",
    text: "Takes bytes whose checksum, MD5 or hash is wrong",
    changes: { checksum: (holds) => holds ? undefined : { value: true } },
  },
  {
    name: "wrong-etag",
    text: "Gives an object an ETag that is not its MD5",
    changes: {
      etag: (etag) => ({
        value: etag.replace(/^./, (digit) => digit === "0" ? "1" : "0"),
      }),
    },
  },
  {
    name: "reuse-etag",
    text: "Gives an overwritten object the ETag of the one before",
    changes: {
      etag: (etag, { current }) =>
        current === undefined || current.etag === etag
          ? undefined
          : { value: current.etag },
    },
  },
];
