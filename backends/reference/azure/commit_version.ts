/**
 * The one step in which a write takes place: conditions, new version, state, in
 * one turn of the event loop. Goes in: pieces and what is told of them; comes
 * out: the version that the writer is told about.
 */
import {
  readConditions,
  refuseWrite,
  unmetCondition,
} from "./blob_conditions.ts";
import { type BlobContext, blobNameOf } from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import type {
  BlobContainer,
  BlobPiece,
  BlobProperties,
  BlobVersion,
} from "./blob_state.ts";

/** Headers of the content that a client may set, and how it gets them back. */
const CONTENT_HEADERS = [
  ["x-ms-blob-content-encoding", "Content-Encoding"],
  ["x-ms-blob-content-language", "Content-Language"],
  ["x-ms-blob-content-disposition", "Content-Disposition"],
  ["x-ms-blob-cache-control", "Cache-Control"],
] as const;

/** Fails with a `BlobError` when the write's conditions do not hold. */
export function checkWrite(
  context: BlobContext,
  container: BlobContainer,
): void {
  const { request, mutants, about } = context;
  const found = container.blobs.get(blobNameOf(context));
  const unmet = unmetCondition(readConditions(request.headers), found);
  const holds = mutants.decide("condition", unmet === undefined, {
    ...about,
    container,
    current: found,
  });
  if (!holds) refuseWrite(unmet);
}

/** Makes the version visible, conditions allowing. */
export function commitVersion(
  context: BlobContext,
  container: BlobContainer,
  draft: {
    readonly pieces: readonly BlobPiece[];
    readonly sizeBytes: number;
    readonly properties: BlobProperties;
  },
): BlobVersion {
  const { state, mutants } = context;
  checkWrite(context, container);
  const name = blobNameOf(context);
  const current = container.blobs.get(name);
  const about = { ...context.about, container };
  const nowMs = state.nowMs();
  const version: BlobVersion = {
    ...draft.properties,
    name,
    pieces: draft.pieces,
    sizeBytes: draft.sizeBytes,
    etag: mutants.decide("etag", state.newEtag(), { ...about, current }),
    createdMs: current?.createdMs ?? nowMs,
    modifiedMs: nowMs,
  };
  if (mutants.decide("store", true, about)) {
    state.replace(container, version);
  } else {
    // Nobody refers to the new files, so they go.
    state.hold(version.pieces);
    state.release(version.pieces);
  }
  return version;
}

/** What the request tells about the content of a blob. */
export function propertiesOf(
  context: BlobContext,
  contentMd5: string | undefined,
): BlobProperties {
  const { headers } = context.request;
  const told = headers.get("x-ms-blob-content-md5") ?? contentMd5;
  return {
    contentType: headers.get("x-ms-blob-content-type") ??
      headers.get("content-type") ?? "application/octet-stream",
    ...(told === undefined ? {} : { contentMd5: told }),
    headers: CONTENT_HEADERS.flatMap(([name, answered]) => {
      const value = headers.get(name);
      return value === undefined ? [] : [[answered, value] as const];
    }),
    metadata: metadataOf(context),
  };
}

/** Pairs of the request's metadata; their names are identifiers. */
export function metadataOf(
  { request }: BlobContext,
): (readonly [string, string])[] {
  const pairs = [...request.headers].flatMap(([name, value]) =>
    name.startsWith("x-ms-meta-") ? [[name.slice(10), value] as const] : []
  );
  const isSound = pairs.every(([name]) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
  );
  if (!isSound) throw new BlobError("InvalidMetadata");
  return pairs;
}
