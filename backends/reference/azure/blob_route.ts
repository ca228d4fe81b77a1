/**
 * Which operation a request asks for, and which right it needs. A pure table:
 * what is not in it is not implemented, and is said to be so.
 */
import { getBlockList, putBlock, putBlockList } from "./block_operations.ts";
import type { BlobOperation } from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import type { BlobRequest } from "./blob_request.ts";
import {
  createContainer,
  deleteContainer,
  getContainer,
} from "./container_operations.ts";
import { copyBlob, putBlockFromUrl } from "./copy_operations.ts";
import { listBlobs, listContainers } from "./list_operations.ts";
import { getBlob, getBlobProperties } from "./read_operations.ts";
import type { Permission } from "./sas_token.ts";
import { deleteBlob, putBlob, setBlobMetadata } from "./write_operations.ts";

/** An operation under the name that Azure gives it. */
export interface BlobRoute {
  readonly operation: string;
  readonly run: BlobOperation;
  /** Any one of them is enough. */
  readonly permissions: readonly Permission[];
  /** A signature of a container does not grant it. */
  readonly ofAccount?: boolean;
}

const route = (
  operation: string,
  run: BlobOperation,
  permissions: readonly Permission[],
): BlobRoute => ({ operation, run, permissions });

const READ = ["r"] as const;
const WRITE = ["c", "w"] as const;

/** By method and `comp`; a copy has its own word. */
const OF_BLOB: Readonly<Record<string, BlobRoute>> = {
  "GET ": route("GetBlob", getBlob, READ),
  "HEAD ": route("GetBlobProperties", getBlobProperties, READ),
  "PUT ": route("PutBlob", putBlob, WRITE),
  "DELETE ": route("DeleteBlob", deleteBlob, ["d"]),
  "PUT copy": route("CopyBlob", copyBlob, WRITE),
  "PUT block": route("PutBlock", putBlock, WRITE),
  "PUT block-copy": route("PutBlockFromURL", putBlockFromUrl, WRITE),
  "PUT blocklist": route("PutBlockList", putBlockList, WRITE),
  "GET blocklist": route("GetBlockList", getBlockList, READ),
  "PUT metadata": route("SetBlobMetadata", setBlobMetadata, ["w"]),
  "GET metadata": route("GetBlobMetadata", getBlobProperties, READ),
  "HEAD metadata": route("GetBlobMetadata", getBlobProperties, READ),
};

const OF_CONTAINER: Readonly<Record<string, BlobRoute>> = {
  "PUT ": {
    ...route("CreateContainer", createContainer, WRITE),
    ofAccount: true,
  },
  "GET ": {
    ...route("GetContainerProperties", getContainer, READ),
    ofAccount: true,
  },
  "HEAD ": {
    ...route("GetContainerProperties", getContainer, READ),
    ofAccount: true,
  },
  "DELETE ": {
    ...route("DeleteContainer", deleteContainer, ["d"]),
    ofAccount: true,
  },
  "GET list": route("ListBlobs", listBlobs, ["l"]),
};

/** Fails with a `BlobError` for what this endpoint does not do. */
export function findRoute(request: BlobRequest): BlobRoute {
  const { method, query, headers, container, blob } = request;
  const comp = query.get("comp") ?? "";
  if (container === undefined) {
    if (method === "GET" && comp === "list") {
      const listing = route("ListContainers", listContainers, ["l"]);
      return { ...listing, ofAccount: true };
    }
    throw new BlobError("InvalidUri");
  }
  const isOfContainer = blob === undefined;
  if (isOfContainer !== (query.get("restype") === "container")) {
    throw new BlobError("InvalidQueryParameterValue");
  }
  const isCopy = headers.has("x-ms-copy-source");
  const word = isCopy && comp === ""
    ? "copy"
    : isCopy && comp === "block"
    ? "block-copy"
    : comp;
  const table = isOfContainer ? OF_CONTAINER : OF_BLOB;
  const key = `${method} ${word}`;
  const found = Object.hasOwn(table, key) ? table[key] : undefined;
  if (found !== undefined) return found;
  throw new BlobError(
    ["GET", "HEAD", "PUT", "DELETE"].includes(method)
      ? "NotImplemented"
      : "UnsupportedHttpVerb",
  );
}
