/**
 * Drops blocks that nobody committed. The service has no call for it: a blob
 * that is nothing but such blocks is made an empty one, which drops them, and
 * that is deleted. Blocks beside a committed blob go with the blob.
 */
import type { AzureClient } from "./azure_client.ts";
import { azureCode } from "./azure_failure.ts";

/** How many blobs were nothing but blocks. Fails as the SDK does. */
export async function abortBlocks(
  client: AzureClient,
  prefix: string,
): Promise<number> {
  let count = 0;
  const listed = client.container.listBlobsFlat({
    prefix,
    includeUncommitedBlobs: true,
  });
  for await (const { name, properties } of listed) {
    if ((properties.contentLength ?? 0) > 0) continue;
    if (await dropIfUncommitted(client, name)) count++;
  }
  return count;
}

async function dropIfUncommitted(
  client: AzureClient,
  name: string,
): Promise<boolean> {
  const blob = client.blob(name);
  try {
    // Fails for an object that is really there, and leaves it.
    const { etag } = await blob.commitBlockList([], {
      conditions: { ifNoneMatch: "*" },
    });
    await blob.delete(
      etag === undefined ? {} : { conditions: { ifMatch: etag } },
    );
    return true;
  } catch (error) {
    const isTaken = ["BlobAlreadyExists", "ConditionNotMet", "BlobNotFound"]
      .includes(azureCode(error) ?? "");
    if (isTaken) return false;
    throw error;
  }
}
