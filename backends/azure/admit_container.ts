/**
 * Asks whether a container will do for a load, without changing anything: a
 * listing of one, and a put that no object can satisfy. The service looks at
 * the credential first, so the put's condition is refused only to those who
 * might have put.
 */
import { Buffer } from "node:buffer";
import type { BackendUse } from "../contract.ts";
import type { AzureClient } from "./azure_client.ts";
import { azureCode } from "./azure_failure.ts";
import { listBlobs } from "./list_blobs.ts";

const NEVER_AN_ETAG = '"0x0"';

/** Fails as the SDK does with what is in the way. */
export async function admitContainer(
  client: AzureClient,
  prefix: string,
  use: BackendUse,
): Promise<void> {
  await listBlobs(client.container, prefix, { limit: 1 });
  if (use === "verify") return;
  try {
    await client.blob(`${prefix}.stor-verify-admit`).upload(
      Buffer.alloc(0),
      0,
      { conditions: { ifMatch: NEVER_AN_ETAG } },
    );
  } catch (error) {
    const code = azureCode(error);
    if (code !== "ConditionNotMet" && code !== "BlobNotFound") throw error;
  }
}
