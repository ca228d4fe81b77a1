/**
 * Tells failures of the world (storage, core) from mistakes of this program.
 * By name, because the engine imports only types from the rooms that throw.
 */

/** Whether `error` is a `StorageError` or a `CoreError`. */
export function isWorldError(error: unknown): error is Error {
  return error instanceof Error &&
    (error.name === "StorageError" || error.name === "CoreError");
}
