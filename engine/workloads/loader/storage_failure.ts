/** Tells failures of storage apart, which the engine knows by name alone. */

const STATUSES: Readonly<Record<string, number>> = {
  NotFound: -2,
  PermissionDenied: -13,
  AlreadyExists: -17,
  NoSpace: -28,
  TimedOut: -110,
};

/** The errno that says most nearly what a failure says; EIO for the rest. */
export function failureStatus(error: unknown): number {
  return STATUSES[storageKind(error) ?? ""] ?? -5;
}

/** Kind of a `StorageError`; `null` of anything else. */
export function storageKind(error: unknown): string | null {
  const isStorage = error instanceof Error && error.name === "StorageError";
  return isStorage && "kind" in error ? String(error.kind) : null;
}
