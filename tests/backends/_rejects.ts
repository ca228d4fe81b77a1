/** Asserts on the kind of a storage failure, never on its text. */
import { assertEquals, assertRejects } from "@std/assert";
import { StorageError, type StorageErrorKind } from "../../backends/mod.ts";

/** The error, for a look at its sentence. */
export async function assertKind(
  body: () => Promise<unknown>,
  kind: StorageErrorKind,
): Promise<StorageError> {
  const error = await assertRejects(body, StorageError);
  assertEquals(error.kind, kind, error.message);
  return error;
}
