/**
 * Turns what the file system or the core said into a `StorageError` with a
 * sentence: what was tried, what is, and the way out.
 */
import { statfsSync } from "node:fs";
import { isCoreFailure } from "../core_port.ts";
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { LinkInTheWay } from "./file_facts.ts";

interface Meaning {
  readonly kind: StorageErrorKind;
  readonly reason: string;
  readonly transient?: boolean;
}

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOENT: { kind: "NotFound", reason: "there is no such file or folder" },
  EEXIST: { kind: "AlreadyExists", reason: "it is there already" },
  EACCES: { kind: "PermissionDenied", reason: "this user may not" },
  EPERM: { kind: "PermissionDenied", reason: "this user may not" },
  EROFS: { kind: "ReadOnly", reason: "the file system is read-only" },
  ENOSPC: { kind: "NoSpace", reason: "no space is left" },
  EDQUOT: { kind: "NoSpace", reason: "the quota is used up" },
  EBUSY: { kind: "Busy", reason: "the kernel is using it", transient: true },
  EAGAIN: { kind: "Unavailable", reason: "try again later", transient: true },
  EMFILE: {
    kind: "Unavailable",
    reason: "this process has too many open files: raise ulimit -n",
    transient: true,
  },
  ENFILE: {
    kind: "Unavailable",
    reason: "the system has too many open files",
    transient: true,
  },
  ENOMEM: {
    kind: "Unavailable",
    reason: "there is not enough memory, or RLIMIT_MEMLOCK is too low: raise " +
      "ulimit -l",
  },
  ETIMEDOUT: { kind: "TimedOut", reason: "it took too long", transient: true },
  ESTALE: {
    kind: "Unavailable",
    reason: "the server no longer knows the file",
    transient: true,
  },
  ENAMETOOLONG: {
    kind: "InvalidKey",
    reason: "the name is too long for this file system",
  },
  EFBIG: {
    // Free space has nothing to do with it, so not "NoSpace".
    kind: "Unsupported",
    reason: "a file cannot be that large here: raise ulimit -f, give a " +
      "smaller size or more files, or use another file system",
  },
  ELOOP: { kind: "PermissionDenied", reason: "a symbolic link is in the way" },
  EISDIR: { kind: "Unexpected", reason: "a folder is in the place of a file" },
  EIO: { kind: "Unexpected", reason: "the device reported an I/O error (EIO)" },
};

/** What was tried, in words that follow "Cannot". */
export interface DiskAttempt {
  /** `put "a/b" in "file:///x"`. */
  readonly action: string;
  /** The verb alone: `put`. */
  readonly operation: string;
  /** Path on disk, for the message and to ask for free space. */
  readonly path: string;
}

/** The short name of an errno, whoever threw it; `undefined` if none. */
export function errnoOf(cause: unknown): string | undefined {
  if (isCoreFailure(cause)) return cause.statusName;
  if (
    cause instanceof Error && "code" in cause && typeof cause.code === "string"
  ) {
    return cause.code;
  }
  return undefined;
}

/** A `StorageError` passes as it is; the rest is translated. */
export function diskFailure(
  attempt: DiskAttempt,
  cause: unknown,
): StorageError {
  if (cause instanceof StorageError) return cause;
  const errno = errnoOf(cause);
  const text = cause instanceof Error ? cause.message : String(cause);
  const meaning = MEANINGS[errno ?? ""] ??
    { kind: "Unexpected" as const, reason: text };
  const { action, operation, path } = attempt;
  return new StorageError(
    `Cannot ${action}: ${
      cause instanceof LinkInTheWay
        ? `${meaning.reason} ("${text}"), and none is followed: remove it`
        : reasonAt(meaning, path)
    }`,
    {
      kind: meaning.kind,
      operation,
      transient: meaning.transient ?? false,
      context: [["path", path], ["errno", errno ?? "none"]],
      cause,
    },
  );
}

function reasonAt(meaning: Meaning, path: string): string {
  switch (meaning.kind) {
    case "PermissionDenied":
      return `${meaning.reason} (permission denied for "${path}")` +
        wayInto(path);
    case "NoSpace":
      return `${meaning.reason} (${freeText(path)} are free at "${path}")`;
    case "ReadOnly":
    case "NotFound":
      return `${meaning.reason} ("${path}")`;
    default:
      return meaning.reason;
  }
}

/** Only of a path: a URL, or a loop of links, has its rights elsewhere. */
function wayInto(path: string): string {
  if (!path.startsWith("/")) return "";
  return path.startsWith("/dev/")
    ? `: run it as root, or as root allow it: setfacl -m u:USER:rw ${path}`
    : ": name a place that this user owns, or as root hand it over: chown USER " +
      path;
}

function freeText(path: string): string {
  const freeBytes = freeBytesAt(path);
  return freeBytes === undefined
    ? "an unknown number of bytes"
    : `${freeBytes.toLocaleString("en")} bytes`;
}

/** Bytes that this user may still write there; of the nearest folder that is. */
export function freeBytesAt(path: string): number | undefined {
  try {
    const facts = statfsSync(path, { bigint: true });
    return Number(facts.bavail * facts.bsize);
  } catch (error) {
    const parent = path.replace(/\/[^/]*$/, "") || "/";
    if (errnoOf(error) !== "ENOENT" || parent === path) return undefined;
    return freeBytesAt(parent);
  }
}
