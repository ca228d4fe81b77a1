/** Put Block, Put Block List and Get Block List: blobs that come in pieces. */
import { Buffer } from "node:buffer";
import { parseXml, renderXml, type XmlElement } from "../xml.ts";
import {
  type BlobContext,
  blobNameOf,
  type BlobOperation,
  containerOf,
  stateHeaders,
  versionToRead,
} from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import type { BlobContainer, BlobPiece } from "./blob_state.ts";
import { commitVersion, propertiesOf } from "./commit_version.ts";
import { receiveFile, receiveText } from "./request_bytes.ts";

const BLOCK_BYTES_MAX = 4000 * 1024 * 1024;
const STAGED_MAX = 100_000;
const COMMITTED_MAX = 50_000;
const ID_BYTES_MAX = 64;

/** The block of an id that was put before is replaced. */
export const putBlock: BlobOperation = async (context) => {
  const container = containerOf(context);
  const blockId = checkBlockId(context, container);
  if (context.request.body.sizeBytes === 0) {
    throw new BlobError("InvalidHeaderValue", {
      details: [["HeaderName", "Content-Length"], ["HeaderValue", "0"]],
    });
  }
  const { file, md5, crc64 } = await receiveFile(context, BLOCK_BYTES_MAX);
  await stageBlock(context, { ...file, blockId });
  return {
    status: 201,
    headers: [
      crc64 === undefined
        ? ["Content-MD5", md5]
        : ["x-ms-content-crc64", crc64],
      ["x-ms-request-server-encrypted", "true"],
    ],
  };
};

async function stageBlock(
  context: BlobContext,
  piece: BlobPiece,
): Promise<void> {
  const { state, mutants, about } = context;
  const container = containerOf(context);
  const name = blobNameOf(context);
  const before = container.staged.get(name)?.get(piece.blockId ?? "");
  const kept = before === undefined
    ? piece
    : mutants.decide("replacedBlock", piece, { ...about, before });
  state.stage(container, name, kept);
  if (kept !== piece) await state.folder.remove([piece]);
}

/** The id of the request: base64, and as long as the others of the blob. */
export function checkBlockId(
  context: BlobContext,
  container: BlobContainer,
): string {
  const blockId = context.request.query.get("blockid") ?? "";
  const bytes = Buffer.from(blockId, "base64");
  const isSound = blockId !== "" && bytes.length <= ID_BYTES_MAX &&
    bytes.toString("base64") === blockId;
  if (!isSound) {
    throw new BlobError("InvalidQueryParameterValue", {
      details: [
        ["QueryParameterName", "blockid"],
        ["QueryParameterValue", blockId],
      ],
    });
  }
  const staged = container.staged.get(blobNameOf(context));
  const other = staged?.keys().next().value;
  if (other !== undefined && other.length !== blockId.length) {
    throw new BlobError("InvalidBlobOrBlock");
  }
  if (staged !== undefined && staged.size >= STAGED_MAX) {
    throw new BlobError("BlockCountExceedsLimit");
  }
  return blockId;
}

/** All blocks that the list does not name are forgotten. */
export const putBlockList: BlobOperation = async (context) => {
  const list = readBlockList(await receiveText(context));
  const container = containerOf(context);
  const name = blobNameOf(context);
  const committed = new Map(
    (container.blobs.get(name)?.pieces ?? []).flatMap((piece) =>
      piece.blockId === undefined ? [] : [[piece.blockId, piece] as const]
    ),
  );
  const staged = container.staged.get(name) ?? new Map<string, BlobPiece>();
  const honest = list.map(([from, id]) => {
    const piece = from === "Committed"
      ? committed.get(id)
      : from === "Uncommitted"
      ? staged.get(id)
      : staged.get(id) ?? committed.get(id);
    if (piece === undefined) throw new BlobError("InvalidBlockList");
    return piece;
  });
  const pieces = context.mutants.decide("pieces", honest, {
    ...context.about,
    container,
  });
  const version = commitVersion(context, container, {
    pieces,
    sizeBytes: honest.reduce((total, { sizeBytes }) => total + sizeBytes, 0),
    // What came is the list: its sum says nothing of the blob.
    properties: propertiesOf(context, undefined),
  });
  return {
    status: 201,
    headers: [
      ...stateHeaders(version),
      ["x-ms-request-server-encrypted", "true"],
    ],
  };
};

type Listed = readonly [from: string, blockId: string];

function readBlockList(bytes: Uint8Array): Listed[] {
  const root = parseXml(bytes);
  const isSound = root?.name === "BlockList" &&
    root.children.every(({ name }) =>
      ["Latest", "Committed", "Uncommitted"].includes(name)
    );
  if (root === undefined || !isSound) throw new BlobError("InvalidXmlDocument");
  if (root.children.length > COMMITTED_MAX) {
    throw new BlobError("BlockListTooLong");
  }
  return root.children.map(({ name, text }) => [name, text.trim()] as const);
}

/** Blocks in the order of the blob; uncommitted ones by their id. */
export const getBlockList: BlobOperation = (context) => {
  const container = containerOf(context);
  const name = blobNameOf(context);
  const kind = context.request.query.get("blocklisttype") ?? "committed";
  const staged = container.staged.get(name);
  const version = container.blobs.has(name) || staged === undefined
    ? versionToRead(context, container)
    : undefined;
  const committed = (version?.pieces ?? []).filter((one) => one.blockId);
  const uncommitted = [...staged?.values() ?? []].sort((a, b) =>
    (a.blockId ?? "") < (b.blockId ?? "") ? -1 : 1
  );
  const lists: XmlElement[] = [];
  if (kind === "committed" || kind === "all") {
    lists.push(["CommittedBlocks", committed.map(renderBlock)]);
  }
  if (kind === "uncommitted" || kind === "all") {
    lists.push(["UncommittedBlocks", uncommitted.map(renderBlock)]);
  }
  if (lists.length === 0) throw new BlobError("InvalidQueryParameterValue");
  return Promise.resolve({
    status: 200,
    headers: [
      ...(version === undefined ? [] : stateHeaders(version)),
      ["x-ms-blob-content-length", String(version?.sizeBytes ?? 0)],
      ["Content-Type", "application/xml"],
    ],
    body: renderXml(["BlockList", lists]),
  });
};

function renderBlock({ blockId = "", sizeBytes }: BlobPiece): XmlElement {
  return ["Block", [["Name", blockId], ["Size", sizeBytes]]];
}
