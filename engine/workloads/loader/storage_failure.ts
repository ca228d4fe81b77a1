/** Tells failures of storage apart, which the engine knows by name alone. */

/** Whether storage or the core, and not this program, ended a load. */
export function isOfWorld(error: unknown): boolean {
  return error instanceof Error &&
    ["StorageError", "CoreError", "WriteFailed", "LoadEnded"].includes(
      error.name,
    );
}

/** Kind of a `StorageError`; `null` of anything else. */
export function storageKind(error: unknown): string | null {
  const isStorage = error instanceof Error && error.name === "StorageError";
  return isStorage && "kind" in error ? String(error.kind) : null;
}
