/** What is known of a file by its name, and the refusal to follow links. */
import type { ObjectFacts } from "../contract.ts";
import type { FolderFiles } from "./folder_files.ts";

/** A symbolic link lies where a folder or a file of ours should. */
export class LinkInTheWay extends Error {
  readonly code = "ELOOP";
}

/** Facts of a file that is no link. */
export async function fileFacts(
  files: FolderFiles,
  path: string,
): Promise<Omit<ObjectFacts, "key">> {
  const { isSymbolicLink, sizeBytes, modifiedMs, version } = await files.facts(
    path,
  );
  if (isSymbolicLink) throw new LinkInTheWay(path);
  return { sizeBytes, etag: version, modifiedMs };
}
