/**
 * Words the failure of a space or a lane: what the core said, what the target
 * is, and the way out.
 */
import type { LaneSpec, SpaceKind, SpaceSpec } from "../ffi/mod.ts";
import { type CorePort, isCoreFailure } from "./core_port.ts";
import { StorageError, type StorageErrorKind } from "./errors.ts";
import { diskFailure, freeBytesAt } from "./folder/disk_failure.ts";

/** What was to be opened. */
export interface SpaceAttempt {
  readonly url: string;
  readonly core: CorePort;
  readonly paths: readonly string[];
  readonly kind: SpaceKind;
  readonly spec?: SpaceSpec;
}

/** The `StorageError` of a space that could not be opened. */
export async function spaceFailure(
  attempt: SpaceAttempt,
  cause: unknown,
): Promise<StorageError> {
  const { url, spec } = attempt;
  const path = failedPath(attempt, cause);
  if (!isCoreFailure(cause)) {
    return diskFailure(
      { action: `open "${url}"`, operation: "open", path },
      cause,
    );
  }
  const fail = (kind: StorageErrorKind, message: string) =>
    new StorageError(message, {
      kind,
      operation: "open",
      context: [["path", path], ["status", cause.statusName]],
      cause,
    });
  switch (shortName(cause.statusName)) {
    case "ALIGN":
    case "EINVAL":
      if (attempt.kind !== "direct" && attempt.kind !== "device") break;
      return fail(
        "Misaligned",
        `Cannot open "${url}" for ${spec?.unitBytes ?? 0}-byte blocks: ` +
          await alignText(attempt, path),
      );
    case "BUSY_DEVICE":
    case "EBUSY":
      return fail("Busy", busyText(path));
    case "NOT_EMPTY":
    case "EEXIST":
      return fail(
        "AlreadyExists",
        `Cannot create "${path}": the file is there already: remove it, or ` +
          "name another folder",
      );
    case "ENOSPC":
    case "EDQUOT":
      if (isOfOracle(attempt, cause)) break;
      return fail("NoSpace", spaceText(attempt));
    case "ORACLE":
      return fail(
        "Unexpected",
        `Cannot judge "${url}": the oracle file "${spec?.oraclePath}" is ` +
          "damaged, or belongs to another run",
      );
    case "EAGAIN":
      if (spec?.oraclePath === undefined) break;
      return fail(
        "Busy",
        `Cannot use "${url}": another process is recording or judging this ` +
          `run and holds its oracle "${spec.oraclePath}": wait for it`,
      );
    case "BOUND":
    case "LAYOUT":
      return fail(
        "Unsupported",
        `Cannot open "${url}": the space does not fit: ${cause.message}`,
      );
  }
  const action = isOfOracle(attempt, cause)
    ? `keep the oracle of "${url}" in "${path}"`
    : `open "${url}"`;
  return diskFailure({ action, operation: "open", path }, cause);
}

/** The core names the file that failed, unless it is the oracle's. */
function isOfOracle({ spec }: SpaceAttempt, cause: unknown): boolean {
  const hasFile = cause instanceof Error && "failedFile" in cause &&
    typeof cause.failedFile === "number";
  return !hasFile && spec?.oraclePath !== undefined;
}

/** The `StorageError` of a lane that could not be made. */
export function laneFailure(
  url: string,
  spec: LaneSpec,
  cause: unknown,
): StorageError {
  const action = `start lane ${spec.lane} on "${url}"`;
  if (!isCoreFailure(cause)) {
    return diskFailure({ action, operation: "lane", path: url }, cause);
  }
  const reasons: Readonly<Record<string, [StorageErrorKind, string]>> = {
    NO_URING: [
      "Unsupported",
      "io_uring is not available on this host: use --io psync, or look at " +
      "the sysctl kernel.io_uring_disabled and at the seccomp profile",
    ],
    ENOMEM: [
      "Unavailable",
      `depth ${spec.depth} needs more locked memory than RLIMIT_MEMLOCK ` +
      "allows: raise ulimit -l, or lower the depth",
    ],
    ALIGN: [
      "Misaligned",
      `a block size of ${
        spec.mix.map(({ bytes }) => bytes).join(", ")
      } bytes is not a multiple of what the device needs`,
    ],
  };
  const known = reasons[shortName(cause.statusName)];
  if (known === undefined) {
    return diskFailure({ action, operation: "lane", path: url }, cause);
  }
  return new StorageError(`Cannot ${action}: ${known[1]}`, {
    kind: known[0],
    operation: "lane",
    context: [["status", cause.statusName]],
    cause,
  });
}

/** `Cannot use "/dev/sdb": ...`, also for a mount that a link leads to. */
export function busyText(path: string): string {
  return `Cannot use "${path}": the kernel says it is in use (mounted, swap, ` +
    "RAID or another program); unmount it first";
}

/** `SV_ALIGN` and `ALIGN` are the same status. */
function shortName(statusName: string): string {
  return statusName.replace(/^SV_/, "");
}

function failedPath(attempt: SpaceAttempt, cause: unknown): string {
  if (isCoreFailure(cause) && isOfOracle(attempt, cause)) {
    return attempt.spec?.oraclePath ?? attempt.url;
  }
  const hasFile = cause instanceof Error && "failedFile" in cause &&
    typeof cause.failedFile === "number";
  const index = hasFile ? Number(cause.failedFile) : 0;
  return attempt.paths[Math.max(0, index)] ?? attempt.url;
}

async function alignText(
  attempt: SpaceAttempt,
  path: string,
): Promise<string> {
  const folder = attempt.kind === "device"
    ? path
    : path.replace(/\/[^/]*$/, "") || "/";
  try {
    const { offsetBytes, source } = await attempt.core.probeAlignment(folder);
    if (source === "none") return "it does not take O_DIRECT: use a file: URL";
    return `the device needs multiples of ${offsetBytes}`;
  } catch {
    return "the device needs larger multiples";
  }
}

function spaceText(attempt: SpaceAttempt): string {
  const { url, spec, paths } = attempt;
  const path = (paths[0] ?? "/").replace(/\/[^/]*$/, "") || "/";
  const freeBytes = freeBytesAt(path);
  const count = spec?.files.length ?? 0;
  const needBytes = count * (spec?.fileBytes ?? 0);
  const free = freeBytes === undefined
    ? "too few"
    : freeBytes.toLocaleString("en");
  return `Cannot make ${count === 1 ? "1 file" : `${count} files`} in ` +
    `"${url}": ${free} bytes are free and ` +
    `${needBytes.toLocaleString("en")} are needed`;
}
