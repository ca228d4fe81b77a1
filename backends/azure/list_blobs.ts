/**
 * One page of a container. The service's own marker is handed out as `next`,
 * and is opaque: the key that a page ended with would not find a page that
 * ended inside a folded prefix.
 */
import type { ContainerClient } from "@azure/storage-blob";
import type { ListOptions, ListPage, ObjectFacts } from "../contract.ts";
import { LIST_LIMIT_DEFAULT } from "../list_page.ts";
import { factsOf } from "./azure_facts.ts";

/** What is used of one answer of the SDK. */
interface Segment {
  readonly continuationToken?: string | undefined;
  readonly segment: {
    readonly blobItems: readonly {
      readonly name: string;
      readonly properties: {
        readonly contentLength?: number;
        readonly etag: string;
        readonly lastModified: Date;
      };
    }[];
    readonly blobPrefixes?: readonly { readonly name: string }[] | undefined;
  };
}

/** Keys below `prefix`, which is cut off. Fails as the SDK does. */
export async function listBlobs(
  container: ContainerClient,
  prefix: string,
  options: ListOptions,
): Promise<ListPage> {
  const limit = Math.max(1, options.limit ?? LIST_LIMIT_DEFAULT);
  const objects: ObjectFacts[] = [];
  const prefixes: string[] = [];
  let after = options.after;
  do {
    // The service may end a page early, even before it found anything.
    const { segment, continuationToken } = await segmentOf(container, {
      ...(options.delimiter ? { delimiter: options.delimiter } : {}),
      prefix: prefix + (options.prefix ?? ""),
      limit: limit - objects.length - prefixes.length,
      ...(after ? { after } : {}),
    });
    for (const { name, properties } of segment.blobItems) {
      const key = name.slice(prefix.length);
      objects.push(factsOf(key, properties.contentLength ?? 0, properties));
    }
    for (const { name } of segment.blobPrefixes ?? []) {
      prefixes.push(name.slice(prefix.length));
    }
    after = continuationToken === "" ? undefined : continuationToken;
  } while (after !== undefined && objects.length + prefixes.length === 0);
  return {
    objects,
    prefixes,
    ...(after === undefined ? {} : { next: after }),
  };
}

async function segmentOf(
  container: ContainerClient,
  ask: {
    readonly prefix: string;
    readonly delimiter?: string;
    readonly limit: number;
    readonly after?: string;
  },
): Promise<Segment> {
  const { prefix, delimiter } = ask;
  const settings = {
    maxPageSize: Math.min(ask.limit, 5000),
    ...(ask.after === undefined ? {} : { continuationToken: ask.after }),
  };
  const pages = delimiter === undefined
    ? container.listBlobsFlat({ prefix }).byPage(settings)
    : container.listBlobsByHierarchy(delimiter, { prefix }).byPage(settings);
  const { value, done } = await pages.next();
  return done ? { segment: { blobItems: [] } } : value;
}
