/**
 * One small file for each blob, and one folder for each container: what makes
 * them outlive the endpoint. Goes in: versions; comes out: the same versions,
 * the next time. Blocks that belong to no blob yet have no record.
 */
import { createHash } from "node:crypto";
import type { BlobVersion } from "./blob_state.ts";

/** Written in one step each, so that a kill leaves the old record or the new. */
export class BlobRecords {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Every container with its blobs, as they were saved. */
  load(): ReadonlyMap<string, readonly BlobVersion[]> {
    Deno.mkdirSync(this.#containers(), { recursive: true });
    const found = new Map<string, BlobVersion[]>();
    for (const { name } of Deno.readDirSync(this.#containers())) {
      const folder = `${this.#containers()}/${name}`;
      found.set(
        name,
        [...Deno.readDirSync(folder)].map((entry) => {
          const text = Deno.readTextFileSync(`${folder}/${entry.name}`);
          // Nobody else writes here, and no file is ever half written.
          return JSON.parse(text) as BlobVersion;
        }),
      );
    }
    return found;
  }

  makeContainer(name: string): void {
    Deno.mkdirSync(`${this.#containers()}/${name}`, { recursive: true });
  }

  dropContainer(name: string): void {
    Deno.removeSync(`${this.#containers()}/${name}`, { recursive: true });
  }

  save(container: string, version: BlobVersion): void {
    const staged = `${this.#root}/staged.json`;
    Deno.writeTextFileSync(staged, JSON.stringify(version));
    Deno.renameSync(staged, this.#path(container, version.name));
  }

  drop(container: string, name: string): void {
    Deno.removeSync(this.#path(container, name));
  }

  #containers(): string {
    return `${this.#root}/containers`;
  }

  /** Hashed: a name has more bytes, and other letters, than a file's can. */
  #path(container: string, name: string): string {
    const hash = createHash("sha256").update(name).digest("hex");
    return `${this.#containers()}/${container}/${hash}.json`;
  }
}
