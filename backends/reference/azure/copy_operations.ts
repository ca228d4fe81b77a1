/**
 * Copy Blob and Put Block From URL: the service reads from a URL of its own.
 * Sources elsewhere are refused; the bytes of a whole copy are not copied, the
 * new blob refers to the same files.
 */
import type { HttpRequest } from "../http/http_connection.ts";
import { checkBlockId } from "./block_operations.ts";
import { readConditions, unmetCondition } from "./blob_conditions.ts";
import {
  type BlobContext,
  blobNameOf,
  type BlobOperation,
  containerOf,
  stateHeaders,
} from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import { readBlobRequest } from "./blob_request.ts";
import type { BlobVersion } from "./blob_state.ts";
import { checkWrite, commitVersion, metadataOf } from "./commit_version.ts";

/** The most that is copied in one synchronous step. */
const SYNC_BYTES_MAX = 256 << 20;

/** With `x-ms-requires-sync` or without, it is done when it is answered. */
export const copyBlob: BlobOperation = (context) => {
  const { request, state } = context;
  const container = containerOf(context);
  checkWrite(context, container);
  const source = sourceOf(context);
  const isSync = request.headers.get("x-ms-requires-sync") === "true";
  if (isSync && source.sizeBytes > SYNC_BYTES_MAX) {
    throw new BlobError("InvalidSourceBlobUrl");
  }
  const metadata = metadataOf(context);
  const version = commitVersion(context, container, {
    pieces: source.pieces,
    sizeBytes: source.sizeBytes,
    properties: {
      ...source,
      metadata: metadata.length > 0 ? metadata : source.metadata,
    },
  });
  return Promise.resolve({
    status: 202,
    headers: [
      ...stateHeaders(version),
      ["x-ms-copy-id", `copy-${state.newEtag().replaceAll('"', "")}`],
      ["x-ms-copy-status", "success"],
    ],
  });
};

/** The range of the source becomes a block. */
export const putBlockFromUrl: BlobOperation = async (context) => {
  const { request, state } = context;
  const blockId = checkBlockId(context, containerOf(context));
  const source = sourceOf(context);
  const text = request.headers.get("x-ms-source-range");
  const match = /^bytes=(\d+)-(\d+)$/.exec(text ?? "bytes=0-9007199254740990");
  const start = Number(match?.[1]);
  const end = Math.min(Number(match?.[2]) + 1, source.sizeBytes);
  if (match === null || start >= end) throw new BlobError("InvalidRange");
  state.hold(source.pieces);
  try {
    const chunks = state.folder.read(source.pieces, { start, end });
    const file = await state.folder.write(chunks);
    const container = containerOf(context);
    state.stage(container, blobNameOf(context), { ...file, blockId });
  } finally {
    state.release(source.pieces);
  }
  return {
    status: 201,
    headers: [["x-ms-request-server-encrypted", "true"]],
  };
};

/** The blob that `x-ms-copy-source` names, if the client may read it. */
function sourceOf(context: BlobContext): BlobVersion {
  const { request, origin, state } = context;
  const text = request.headers.get("x-ms-copy-source") ?? "";
  if (!text.startsWith(`${origin}/`)) {
    throw new BlobError("CannotVerifyCopySource");
  }
  const asked: HttpRequest = {
    ...request,
    method: "GET",
    target: text.slice(origin.length),
  };
  const source = readBlobRequest(asked);
  const isOpen = context.request.headers.has("x-ms-requires-sync") ||
    request.query.get("comp") === "block" || source.query.has("sig");
  // The same key that asks for an asynchronous copy may also read its source.
  if (isOpen) context.checkSource(source);
  const version = state.containers.get(source.container ?? "")
    ?.blobs.get(source.blob ?? "");
  if (version === undefined) throw new BlobError("CannotVerifyCopySource");
  const conditions = readConditions(request.headers, "x-ms-source-");
  if (unmetCondition(conditions, version) !== undefined) {
    throw new BlobError("SourceConditionNotMet");
  }
  return version;
}
