/**
 * Multipart uploads of a folder: each part is a staged file, and completing
 * joins them into one more, which then gets its name like any put. Parts of a
 * process that died stay in the staging folder, invisible to listings.
 */
import type { ObjectFacts, Upload, UploadPart } from "../contract.ts";
import {
  checkPartNumber,
  objectFailure,
  orderParts,
} from "../object_failure.ts";
import type { FolderPlace, StagedFile } from "./folder_place.ts";

export interface FolderUploadOptions {
  readonly id: string;
  readonly key: string;
  readonly url: string;
  readonly place: FolderPlace;
  /** Runs `body` and words its failure as that of `operation`. */
  readonly attempt: <T>(
    operation: string,
    key: string,
    body: () => Promise<T>,
  ) => Promise<T>;
}

interface StagedPart {
  readonly staged: StagedFile;
  readonly etag: string;
}

export class FolderUpload implements Upload {
  readonly id: string;
  readonly #options: FolderUploadOptions;
  readonly #parts = new Map<number, StagedPart>();
  #version = 0;
  #hasEnded = false;

  constructor(options: FolderUploadOptions) {
    this.id = options.id;
    this.#options = options;
  }

  put(number: number, bytes: Uint8Array): Promise<UploadPart> {
    return this.#run("put part", async (attempt) => {
      checkPartNumber(attempt, number);
      const etag = `${this.id}-${number}-${++this.#version}`;
      const staged = await this.#options.place.stage([bytes]);
      const before = this.#parts.get(number);
      this.#parts.set(number, { staged, etag });
      if (before !== undefined) {
        await this.#options.place.files.remove(before.staged.path);
      }
      return { number, etag };
    });
  }

  complete(wanted: readonly UploadPart[]): Promise<ObjectFacts> {
    const { place, key } = this.#options;
    return this.#run("complete the upload of", async (attempt) => {
      const paths = orderParts(attempt, wanted).map(({ number, etag }) => {
        const part = this.#parts.get(number);
        if (part?.etag === etag) return part.staged.path;
        throw objectFailure(
          attempt,
          "PreconditionFailed",
          `part ${number} is not the one that was put last`,
        );
      });
      const facts = await place.publish(
        await place.stage(this.#join(paths)),
        key,
        false,
      );
      // The object is there and durable: a part that cannot be taken away now
      // does not undo that. It lies where no listing looks.
      await this.#end().catch(() => {});
      return facts;
    });
  }

  abort(): Promise<void> {
    return this.#run("abort the upload of", () => this.#end());
  }

  #run<T>(
    operation: string,
    body: (
      attempt: { url: string; operation: string; key: string },
    ) => Promise<T>,
  ): Promise<T> {
    const { attempt, key, url } = this.#options;
    return attempt(operation, key, () => {
      const tried = { url, operation, key };
      if (!this.#hasEnded) return body(tried);
      throw objectFailure(tried, "NotFound", `upload ${this.id} has ended`);
    });
  }

  async *#join(paths: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const path of paths) yield* this.#options.place.readStaged(path);
  }

  async #end(): Promise<void> {
    this.#hasEnded = true;
    const { files } = this.#options.place;
    const parts = [...this.#parts.values()];
    this.#parts.clear();
    const failures: unknown[] = [];
    for (const { staged } of parts) {
      await files.remove(staged.path).catch((error) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
