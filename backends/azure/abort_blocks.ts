/**
 * Drops blocks that nobody committed. The service has no call for it: a blob
 * that is nothing but such blocks is made an empty one, which drops them, and
 * that is deleted. Blocks beside a committed blob go with the blob.
 */
import type { Unfinished } from "../contract.ts";
import type { AzureClient } from "./azure_client.ts";
import { azureCode } from "./azure_failure.ts";

/** What is asked on behalf of a target, and words its failures. */
interface Calls {
  readonly url: string;
  readonly client: AzureClient;
  readonly prefix: string;
  word<T>(
    operation: string,
    action: string,
    body: () => Promise<T>,
  ): Promise<T>;
  attempt<T>(
    operation: string,
    key: string,
    body: () => Promise<T>,
  ): Promise<T>;
}

/** How many blobs were nothing but blocks, of one key one upload each. */
export async function abortBlocks(
  calls: Calls,
  below: string,
): Promise<number> {
  const { client, prefix, url } = calls;
  const action = `end the uploads below "${below}" in "${url}"`;
  return await calls.word("abort uploads", action, async () => {
    let count = 0;
    for await (const name of emptyBlobs(client, prefix + below)) {
      if (await dropIfUncommitted(client, name)) count++;
    }
    return count;
  });
}

/** Blobs that are nothing but blocks; removing one is an attempt of its own. */
export async function unfinishedBlocks(
  calls: Calls,
  below: string,
): Promise<Unfinished[]> {
  const { client, prefix, url } = calls;
  const action = `list the uploads below "${below}" in "${url}"`;
  return await calls.word("list", action, async () => {
    const found: Unfinished[] = [];
    for await (const blob of emptyBlobs(client, prefix + below)) {
      if (await client.blob(blob).exists()) continue;
      const name = blob.slice(prefix.length);
      const drop = async () => void await dropIfUncommitted(client, blob);
      const remove = () => calls.attempt("abort", name, drop);
      found.push({ name, sizeBytes: null, remove });
    }
    return found;
  });
}

/** Those without a byte that is committed. */
async function* emptyBlobs(
  client: AzureClient,
  prefix: string,
): AsyncGenerator<string> {
  const listed = client.container.listBlobsFlat({
    prefix,
    includeUncommitedBlobs: true,
  });
  for await (const { name, properties } of listed) {
    if ((properties.contentLength ?? 0) === 0) yield name;
  }
}

/** False for a blob that is really there, and for one that is gone. */
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
