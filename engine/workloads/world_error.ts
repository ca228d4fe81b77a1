/**
 * Tells failures of the world (storage, core) from mistakes of this program.
 * By name, because the engine imports only types from the rooms that throw.
 */

/**
 * Whether `error` is a `StorageError`, a `CoreError` or a `WriteFailed`, or ends
 * a load whose policy is to end with the first sample that is wrong.
 */
export function isWorldError(error: unknown): error is Error {
  return error instanceof Error &&
    ["StorageError", "CoreError", "WriteFailed", "LoadEnded"].includes(
      error.name,
    );
}
