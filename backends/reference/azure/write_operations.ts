/** Put Blob, Delete Blob and Set Blob Metadata: writes of a blob as a whole. */
import {
  readConditions,
  refuseWrite,
  unmetCondition,
} from "./blob_conditions.ts";
import {
  blobNameOf,
  type BlobOperation,
  containerOf,
  stateHeaders,
} from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import {
  checkWrite,
  commitVersion,
  metadataOf,
  propertiesOf,
} from "./commit_version.ts";
import { receiveFile } from "./request_bytes.ts";

/** The most that one Put Blob takes. */
export const PUT_BYTES_MAX = 5000 * 1024 * 1024;

/** Whole blobs only: pages and appends are refused. */
export const putBlob: BlobOperation = async (context) => {
  const { request, state } = context;
  const kind = request.headers.get("x-ms-blob-type");
  if (kind !== "BlockBlob") {
    throw new BlobError(
      kind === undefined ? "MissingRequiredHeader" : "NotImplemented",
      { details: [["HeaderName", "x-ms-blob-type"]] },
    );
  }
  const container = containerOf(context);
  // Before the body, so that a refusal does not cost a transfer.
  checkWrite(context, container);
  const told = request.headers.get("x-ms-blob-content-md5");
  const { file, md5, crc64 } = await receiveFile(context, PUT_BYTES_MAX);
  try {
    const isRight = told === undefined ||
      context.mutants.decide("checksum", told === md5, context.about);
    if (!isRight) throw new BlobError("Md5Mismatch");
    const version = commitVersion(context, containerOf(context), {
      pieces: file.sizeBytes === 0 ? [] : [file],
      sizeBytes: file.sizeBytes,
      properties: propertiesOf(context, md5),
    });
    if (file.sizeBytes === 0) await state.folder.remove([file]);
    return {
      status: 201,
      headers: [
        ...stateHeaders(version),
        ["Content-MD5", md5],
        ...(crc64 === undefined
          ? []
          : [["x-ms-content-crc64", crc64] as const]),
        ["x-ms-request-server-encrypted", "true"],
      ],
    };
  } catch (error) {
    if (error instanceof BlobError) await state.folder.remove([file]);
    throw error;
  }
};

/** Blocks that were never committed go as well. */
export const deleteBlob: BlobOperation = (context) => {
  const container = containerOf(context);
  const name = blobNameOf(context);
  const found = container.blobs.get(name);
  if (found === undefined) throw new BlobError("BlobNotFound");
  const unmet = unmetCondition(readConditions(context.request.headers), found);
  refuseWrite(unmet);
  if (context.mutants.decide("store", true, { ...context.about, container })) {
    context.state.drop(container, name);
  }
  return Promise.resolve({
    status: 202,
    headers: [["x-ms-delete-type-permanent", "true"]],
  });
};

/** Replaces all metadata; the bytes stay, the ETag does not. */
export const setBlobMetadata: BlobOperation = (context) => {
  const container = containerOf(context);
  const name = blobNameOf(context);
  const found = container.blobs.get(name);
  if (found === undefined) throw new BlobError("BlobNotFound");
  checkWrite(context, container);
  const version = {
    ...found,
    metadata: metadataOf(context),
    etag: context.state.newEtag(),
    modifiedMs: context.state.nowMs(),
  };
  context.state.redescribe(container, version);
  return Promise.resolve({ status: 200, headers: stateHeaders(version) });
};
