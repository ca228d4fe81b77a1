/** Get Blob and Get Blob Properties: reads, whole or by range. */
import { createHash } from "node:crypto";
import type { AnswerStream } from "../http/answer.ts";
import { Crc64Nvme } from "../crc.ts";
import { spoiled } from "../spoil.ts";
import {
  readConditions,
  refuseRead,
  unmetCondition,
} from "./blob_conditions.ts";
import {
  type BlobContext,
  type BlobOperation,
  containerOf,
  stateHeaders,
  versionToRead,
} from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import type { BlobPiece, BlobVersion } from "./blob_state.ts";
import { crc64Text } from "./request_bytes.ts";

/** The most of a range whose sum the service tells. */
const SUMMED_BYTES_MAX = 4 << 20;

interface ReadRange {
  readonly start: number;
  readonly end: number;
  /** Asked for by the client; the whole blob otherwise. */
  readonly isAsked: boolean;
}

/** HEAD: all that a GET of the whole would tell. */
export const getBlobProperties: BlobOperation = (context) => {
  const version = versionToRead(context, containerOf(context));
  refuseUnmet(context, version);
  return Promise.resolve({
    status: 200,
    headers: versionHeaders(version, false),
    headBytes: version.sizeBytes,
  });
};

/** The bytes as they lie in the files, and never more memory than a chunk. */
export const getBlob: BlobOperation = async (context) => {
  const { headers } = context.request;
  const version = versionToRead(context, containerOf(context));
  refuseUnmet(context, version);
  const about = { ...context.about, version };
  const { mutants } = context;
  const pieces = mutants.decide("readPieces", version.pieces, about);
  const range = readRange(context, version, pieces);
  const start = mutants.decide("rangeStart", range.start, about);
  const end = range.end - range.start + start;
  const body = bytesOf(context, version, { pieces, range: { start, end } });
  const sums = await rangeSums(context, version, range).catch((error) => {
    body.close?.();
    throw error;
  });
  return {
    status: range.isAsked ? 206 : 200,
    headers: [
      ...versionHeaders(version, range.isAsked),
      ...sums,
      ...(range.isAsked
        ? [
          [
            "Content-Range",
            `bytes ${range.start}-${range.end - 1}/${version.sizeBytes}`,
          ] as const,
        ]
        : []),
      ...(headers.has("origin")
        ? [["Access-Control-Allow-Origin", "*"] as const]
        : []),
    ],
    body,
  };
};

function refuseUnmet(context: BlobContext, version: BlobVersion): void {
  refuseRead(
    unmetCondition(readConditions(context.request.headers), version),
  );
}

function versionHeaders(
  version: BlobVersion,
  isRange: boolean,
): (readonly [string, string])[] {
  const { contentMd5 } = version;
  const md5Name = isRange ? "x-ms-blob-content-md5" : "Content-MD5";
  return [
    ...stateHeaders(version),
    ["Content-Type", version.contentType],
    ["Accept-Ranges", "bytes"],
    ["x-ms-blob-type", "BlockBlob"],
    ["x-ms-creation-time", new Date(version.createdMs).toUTCString()],
    ["x-ms-lease-status", "unlocked"],
    ["x-ms-lease-state", "available"],
    ["x-ms-server-encrypted", "true"],
    ...(contentMd5 === undefined ? [] : [[md5Name, contentMd5] as const]),
    ...version.headers,
    ...version.metadata.map(([name, value]) =>
      [`x-ms-meta-${name}`, value] as const
    ),
  ];
}

function readRange(
  context: BlobContext,
  { sizeBytes }: BlobVersion,
  pieces: readonly BlobPiece[],
): ReadRange {
  const { headers } = context.request;
  // Fewer than the size where a mutant lost some: what is not there cannot be
  // promised, or the client would wait for it.
  const held = pieces.reduce((total, piece) => total + piece.sizeBytes, 0);
  const text = headers.get("x-ms-range") ?? headers.get("range");
  if (text === undefined) return { start: 0, end: held, isAsked: false };
  const match = /^bytes=(\d+)-(\d*)$/.exec(text);
  if (match === null) throw new BlobError("InvalidHeaderValue");
  const start = Number(match[1]);
  const last = match[2] === "" ? Infinity : Number(match[2]);
  if (last < start) throw new BlobError("InvalidHeaderValue");
  if (start >= sizeBytes) {
    throw new BlobError("InvalidRange", {
      headers: [["Content-Range", `bytes */${sizeBytes}`]],
    });
  }
  const end = Math.max(start, Math.min(last + 1, held));
  return { start, end, isAsked: true };
}

/** The sums of a range, where the client asked for one. */
async function rangeSums(
  context: BlobContext,
  version: BlobVersion,
  range: ReadRange,
): Promise<(readonly [string, string])[]> {
  const asks = (name: string) =>
    context.request.headers.get(`x-ms-range-get-content-${name}`) === "true";
  const [wantsMd5, wantsCrc64] = [asks("md5"), asks("crc64")];
  if (!wantsMd5 && !wantsCrc64) return [];
  if (!range.isAsked || (wantsMd5 && wantsCrc64)) {
    throw new BlobError("InvalidHeaderValue");
  }
  if (range.end - range.start > SUMMED_BYTES_MAX) {
    throw new BlobError("OutOfRangeInput");
  }
  const md5 = createHash("md5");
  const crc64 = new Crc64Nvme();
  const { folder } = context.state;
  for await (const chunk of folder.read(version.pieces, range)) {
    if (wantsMd5) md5.update(chunk);
    else crc64.update(chunk);
  }
  return wantsMd5
    ? [["Content-MD5", md5.digest("base64")]]
    : [["x-ms-content-crc64", crc64Text(crc64)]];
}

function bytesOf(
  context: BlobContext,
  version: BlobVersion,
  { pieces, range }: {
    readonly pieces: readonly BlobPiece[];
    readonly range: { readonly start: number; readonly end: number };
  },
): AnswerStream {
  const { state, mutants, about } = context;
  const sizeBytes = range.end - range.start;
  const spoil = mutants.decide("bytes", undefined, {
    ...about,
    version,
    sizeBytes,
  });
  const chunks = state.folder.read(pieces, range);
  state.hold(version.pieces);
  return {
    sizeBytes,
    chunks: spoil === undefined ? chunks : spoiled(chunks, spoil),
    close: () => state.release(version.pieces),
  };
}
