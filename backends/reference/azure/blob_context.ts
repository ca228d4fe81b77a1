/**
 * What an operation of the endpoint is handed, and what all of them need: the
 * container, the blob, bytes of the request that fit their checksums.
 */
import type { Answer } from "../http/answer.ts";
import type { Mutants } from "../mutants.ts";
import type { AzureAbout, AzureDecisions } from "./azure_decisions.ts";
import { BlobError } from "./blob_error.ts";
import type { BlobRequest } from "./blob_request.ts";
import type { BlobContainer, BlobState, BlobVersion } from "./blob_state.ts";
import type { Account } from "./shared_key.ts";

/** One request under way. */
export interface BlobContext {
  readonly request: BlobRequest;
  readonly state: BlobState;
  readonly mutants: Mutants<AzureDecisions>;
  readonly account: Account;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Fails unless the query of a source's URL grants to read it. */
  readonly checkSource: (source: BlobRequest) => void;
  readonly about: AzureAbout;
}

/** One thing that can be asked. */
export type BlobOperation = (context: BlobContext) => Promise<Answer>;

/** The container of the request; fails with `ContainerNotFound`. */
export function containerOf(context: BlobContext): BlobContainer {
  const { state, request } = context;
  const container = state.containers.get(request.container ?? "");
  if (container === undefined) throw new BlobError("ContainerNotFound");
  return container;
}

/** Name of the blob of the request, which the route has made sure of. */
export function blobNameOf({ request }: BlobContext): string {
  if (request.blob === undefined) throw new BlobError("InvalidUri");
  return request.blob;
}

/** Headers that tell of a version or of a container. */
export function stateHeaders(
  state: { readonly etag: string; readonly modifiedMs: number },
): (readonly [string, string])[] {
  return [
    ["ETag", state.etag],
    ["Last-Modified", new Date(state.modifiedMs).toUTCString()],
  ];
}

/** What the honest endpoint finds, or what a mutant shows instead. */
export function versionToRead(
  context: BlobContext,
  container: BlobContainer,
): BlobVersion {
  const found = context.mutants.decide(
    "read",
    container.blobs.get(blobNameOf(context)),
    { ...context.about, container },
  );
  if (found === undefined) throw new BlobError("BlobNotFound");
  return found;
}
