/** The failure of a store that cannot be asked to write only what is new. */
import { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";

/** Not every store knows If-None-Match; 501 is what S3 says then. */
export function noCondition(
  { url, key }: { readonly url: string; readonly key: string },
  cause?: StorageError,
): StorageError {
  return new StorageError(
    `Cannot write ${quoteKey(key)} in "${url}" only if it is not there: the ` +
      "store does not know that condition (HTTP 501 to If-None-Match): allow " +
      "to replace what is there (copy --overwrite)",
    {
      kind: "Unsupported",
      operation: "write",
      context: [["url", url], ["key", key]],
      ...(cause === undefined ? {} : { cause }),
    },
  );
}
