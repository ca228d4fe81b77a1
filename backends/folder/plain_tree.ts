/**
 * A folder as people have it: any files below it, under their own names. For
 * copies; loads and cases use `FolderBackend`, whose keys may be anything.
 */
import type { CoreFilePort, CorePort } from "../core_port.ts";
import type { StreamFace } from "../stream_face.ts";
import { diskFailure, errnoOf } from "./disk_failure.ts";
import { SYSTEM_FILES } from "./folder_files.ts";
import {
  type FolderCore,
  FolderPlace,
  STAGING_FOLDER,
} from "./folder_place.ts";
import { FolderStreams } from "./folder_stream.ts";
import { plainPath } from "./plain_path.ts";

/** What a walk comes upon. */
export type TreeEntry =
  | {
    readonly kind: "file";
    readonly key: string;
    /** As it was when it was come upon; `null`: it was gone by then. */
    readonly sizeBytes: number | null;
  }
  /** A link, a socket, a device, files that are not whole: not copied. */
  | { readonly kind: "other"; readonly key: string }
  /** In the folder `key`: one for each name that is no text, and no key. */
  | { readonly kind: "unnamed"; readonly key: string };

export interface PlainTreeOptions {
  /** As it is printed. */
  readonly url: string;
  readonly root: string;
  readonly core: FolderCore & Pick<CorePort, "foreignNames">;
  readonly direct: boolean;
}

/** Looks at nothing until it is asked. */
export class PlainTree {
  readonly url: string;
  readonly streams: StreamFace;
  readonly #place: FolderPlace;
  readonly #core: PlainTreeOptions["core"];

  constructor({ url, root, core, direct }: PlainTreeOptions) {
    this.url = url;
    this.#core = core;
    this.#place = new FolderPlace({ root, core, direct, names: plainPath });
    this.streams = new FolderStreams({ url, place: this.#place, direct });
  }

  /** Makes the folder, and those above it, where they are missing. */
  async make(): Promise<void> {
    const path = this.#place.root;
    try {
      await Deno.mkdir(path, { recursive: true });
    } catch (cause) {
      const action = `make the folder "${path}"`;
      throw diskFailure({ action, operation: "open", path }, cause);
    }
  }

  /** In no order; fails with a `StorageError`. */
  entries(): AsyncIterable<TreeEntry> {
    return this.#walk("");
  }

  /** Takes the staging folder away, if nothing is left in it. */
  async close(): Promise<void> {
    await this.#place.close();
  }

  /** Opens a file to read it without a stream. */
  async open(key: string): Promise<CoreFilePort> {
    return await this.#place.open(key);
  }

  async *#walk(start: string): AsyncGenerator<TreeEntry> {
    const { root } = this.#place;
    const path = start === "" ? root : `${root}/${start.slice(0, -1)}`;
    const sizeOf = (key: string) =>
      SYSTEM_FILES.facts(`${root}/${key}`).then(
        ({ sizeBytes }) => sizeBytes,
        () => null,
      );
    try {
      for await (const entry of SYSTEM_FILES.entries(path)) {
        const key = start + entry.name;
        if (key === STAGING_FOLDER) yield { kind: "other", key };
        else if (entry.isDirectory) yield* this.#walk(`${key}/`);
        else if (!entry.isFile) yield { kind: "other", key };
        else yield { kind: "file", key, sizeBytes: await sizeOf(key) };
      }
      // The walk above does not see them, whatever they are.
      const unnamed = await this.#core.foreignNames(path);
      for (let count = 0; count < unnamed; count++) {
        yield { kind: "unnamed", key: start };
      }
    } catch (cause) {
      // A folder that was taken away meanwhile has nothing to copy.
      if (start !== "" && errnoOf(cause) === "ENOENT") return;
      const action = `list "${path}"`;
      throw diskFailure({ action, operation: "list", path }, cause);
    }
  }
}
