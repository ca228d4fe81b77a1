/**
 * Lists the keys of a folder, one page at a time. Reads every folder that can
 * hold a key of the page as a stream and keeps no more than a page in memory.
 */
import type { ListOptions, ListPage, ObjectFacts } from "../contract.ts";
import { keyText } from "../key.ts";
import { PageCollector } from "../list_page.ts";
import { errnoOf } from "./disk_failure.ts";
import type { FolderEntry, FolderFiles } from "./folder_files.ts";
import { fileFacts } from "./file_facts.ts";
import { readName } from "./key_path.ts";

export interface FolderListing {
  readonly root: string;
  readonly files: FolderFiles;
  readonly pathOf: (key: string) => string;
}

/**
 * One page of the keys below the root. Entries that no key can have (dot names,
 * links, odd escapes) are not objects and are passed over.
 */
export async function listFolder(
  folder: FolderListing,
  options: ListOptions,
): Promise<ListPage> {
  const collector = new PageCollector(options);
  await walk({ files: folder.files, path: folder.root, start: "", collector });
  return await collector.page((key) => factsOf(folder, key));
}

async function walk(options: {
  readonly files: FolderFiles;
  readonly path: string;
  /** Key bytes that all keys in this folder begin with. */
  readonly start: string;
  readonly collector: PageCollector;
}): Promise<void> {
  const { files, path, start, collector } = options;
  for await (const entry of entriesOf(files, path, start === "")) {
    const meaning = readName(entry.name);
    if (meaning === undefined) continue;
    const bytes = start + meaning.bytes;
    if (meaning.kind === "object") {
      if (entry.isFile && keyText(bytes) !== undefined) collector.offer(bytes);
    } else if (entry.isDirectory && collector.wants(bytes)) {
      await walk({
        files,
        path: `${path}/${entry.name}`,
        start: bytes,
        collector,
      });
    }
  }
}

/** A folder that was pruned meanwhile is empty; a missing root is an error. */
async function* entriesOf(
  files: FolderFiles,
  path: string,
  isRoot: boolean,
): AsyncGenerator<FolderEntry> {
  try {
    yield* files.entries(path);
  } catch (error) {
    if (isRoot || errnoOf(error) !== "ENOENT") throw error;
  }
}

async function factsOf(
  folder: FolderListing,
  key: string,
): Promise<ObjectFacts | undefined> {
  try {
    return { key, ...await fileFacts(folder.files, folder.pathOf(key)) };
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
