/** Reads the certificate of the authority that a target trusts. */
import { StorageError } from "../errors.ts";

/**
 * The PEM text of `caFile`; `undefined` if none is set. Fails with `NotFound`
 * when it cannot be read, and with `Unexpected` when it holds no certificate.
 */
export async function readAuthority(
  settings: { readonly url: string; readonly caFile?: string },
): Promise<string | undefined> {
  const { url, caFile } = settings;
  if (caFile === undefined) return undefined;
  const fail = (kind: "NotFound" | "Unexpected", reason: string) =>
    new StorageError(
      `Cannot open "${url}": the certificate file "${caFile}" ${reason}`,
      { kind, operation: "open", context: [["caFile", caFile]] },
    );
  let text: string;
  try {
    text = await Deno.readTextFile(caFile);
  } catch {
    throw fail("NotFound", "cannot be read");
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw fail("Unexpected", "holds no certificate in PEM form");
}
