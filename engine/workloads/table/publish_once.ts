/**
 * Publishes one version exactly once, also when the answer gets lost: what is
 * there then is read, and only if nothing is there are the same bytes sent
 * again under the same name. So a version is ours, or it is somebody else's,
 * and never is the same work committed twice.
 */
import type { CommitProtocol } from "./commit_protocol.ts";
import { isStorageFailure, TableError } from "./table_error.ts";
import { manifestPath } from "./table_path.ts";
import type { TableStore } from "./table_store.ts";

export interface PublishOptions {
  readonly store: TableStore;
  readonly protocol: CommitProtocol;
  readonly version: number;
  /** Hold the id: no other transaction makes the same ones. */
  readonly bytes: Uint8Array;
  readonly id: string;
}

export interface PublishEnd {
  readonly isOurs: boolean;
  readonly unknownOutcomes: number;
}

/** Twice is a bad network, more often an outage. */
const SENDS_MAX = 3;

/** These say that nothing was written, and would say it again. */
const REFUSALS = [
  "PermissionDenied",
  "InvalidKey",
  "NoSpace",
  "ReadOnly",
  "Unsupported",
];

/**
 * Throws what the storage refuses with, and `OutcomeUnknown` when neither
 * sending nor looking gives an answer.
 */
export async function publishOnce(
  options: PublishOptions,
): Promise<PublishEnd> {
  const { bytes, protocol, store, version } = options;
  let unknownOutcomes = 0;
  let last: unknown;
  for (let sends = 0; sends < SENDS_MAX; sends++) {
    try {
      const end = await protocol.publish(store, version, bytes);
      if (end === "published") return { isOurs: true, unknownOutcomes };
    } catch (error) {
      if (!isStorageFailure(error)) throw error;
      last = error;
      unknownOutcomes += 1;
    }
    const found = await lookAt(options);
    if (found === "unreadable") break;
    if (found === "absent") {
      if (isStorageFailure(last, ...REFUSALS)) throw last;
      continue;
    }
    return { isOurs: found === "ours", unknownOutcomes };
  }
  throw new TableError(
    "OutcomeUnknown",
    `Cannot tell whether version ${version} of table "${store.url}" was ` +
      `committed: look for transaction ${options.id} before doing it again`,
    last,
  );
}

/** What holds the version's name now. */
async function lookAt(
  { bytes, store, version }: PublishOptions,
): Promise<"ours" | "other" | "absent" | "unreadable"> {
  try {
    const found = await store.get(manifestPath(version));
    const isOurs = found.length === bytes.length &&
      found.every((byte, at) => byte === bytes[at]);
    return isOurs ? "ours" : "other";
  } catch (error) {
    if (isStorageFailure(error, "NotFound")) return "absent";
    if (isStorageFailure(error)) return "unreadable";
    throw error;
  }
}
