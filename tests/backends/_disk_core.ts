/**
 * A core made of the runtime's own file calls, for tests of what stands on it:
 * no O_DIRECT, no spaces. Each call can be made to fail by name.
 */
import type { CoreFilePort, CorePort } from "../../backends/mod.ts";
import type {
  CoreAlignment,
  CorePathFacts,
  SpaceRequest,
} from "../../ffi/mod.ts";

/** A failure as the core throws it. */
export class FakeCoreError extends Error {
  constructor(readonly status: number, readonly statusName: string) {
    super(`${statusName} (${status})`);
  }
}

export interface DiskCoreOptions {
  /** Throws instead of `call` where it returns an error. */
  readonly fail?: (call: string, path: string) => Error | undefined;
  readonly facts?: (path: string) => CorePathFacts | undefined;
  readonly alignment?: CoreAlignment;
  readonly uring?: number;
}

export class DiskCore implements CorePort {
  readonly path = "/nowhere/libstorcore.so";
  readonly synced: string[] = [];
  readonly opened: SpaceRequest[] = [];
  openFiles = 0;
  readonly #options: DiskCoreOptions;

  constructor(options: DiskCoreOptions = {}) {
    this.#options = options;
  }

  openSpace(request: SpaceRequest): ReturnType<CorePort["openSpace"]> {
    this.opened.push(request);
    this.#check("openSpace", request.paths[0] ?? "");
    return Promise.reject(new FakeCoreError(-1005, "STATE"));
  }

  httpProbe(): null {
    return null;
  }

  openStore(): never {
    throw new FakeCoreError(-1014, "NO_CURL");
  }

  openStoreSpace(): ReturnType<CorePort["openStoreSpace"]> {
    return Promise.reject(new FakeCoreError(-1014, "NO_CURL"));
  }

  openObjects(): ReturnType<CorePort["openObjects"]> {
    return Promise.reject(new FakeCoreError(-1014, "NO_CURL"));
  }

  async openFile(
    path: string,
    options: { readonly create: boolean; readonly direct: boolean },
  ): Promise<CoreFilePort> {
    this.#check("openFile", path);
    const file = await Deno.open(
      path,
      options.create ? { createNew: true, write: true } : { read: true },
    );
    this.openFiles++;
    return {
      sizeBytes: () => file.statSync().size,
      read: async (buffer, offset) => {
        this.#check("read", path);
        await file.seek(offset, Deno.SeekMode.Start);
        let done = 0;
        while (done < buffer.length) {
          const count = await file.read(buffer.subarray(done));
          if (count === null) break;
          done += count;
        }
        return done;
      },
      append: async (bytes) => {
        this.#check("append", path);
        for (let at = 0; at < bytes.length;) {
          at += await file.write(bytes.subarray(at));
        }
      },
      sync: async () => {
        this.#check("sync", path);
        await file.sync();
      },
      close: () => {
        this.openFiles--;
        file.close();
      },
    };
  }

  probeAlignment(path: string): Promise<CoreAlignment> {
    this.#check("probeAlignment", path);
    return Promise.resolve(
      this.#options.alignment ??
        {
          memoryBytes: 512,
          offsetBytes: 512,
          physicalBytes: 4096,
          source: "statx",
        },
    );
  }

  async probePath(path: string): Promise<CorePathFacts> {
    this.#check("probePath", path);
    const facts = this.#options.facts?.(path);
    if (facts !== undefined) return facts;
    const none = {
      sizeBytes: 0,
      deviceNumber: 0n,
      readOnly: false,
      claimed: false,
      rotational: null,
    };
    const stat = await Deno.stat(path).catch(() => null);
    if (stat === null) return { ...none, kind: "none" };
    const kind = stat.isDirectory ? "directory" : "file";
    return { ...none, kind, sizeBytes: stat.size };
  }

  probeUring(): number {
    return this.#options.uring ?? 0;
  }

  /** The runtime cannot see them: here are none. */
  foreignNames(path: string): Promise<number> {
    this.#check("foreignNames", path);
    return Promise.resolve(0);
  }

  async pathSync(path: string): Promise<void> {
    this.#check("pathSync", path);
    const file = await Deno.open(path);
    await file.sync();
    file.close();
    this.synced.push(path);
  }

  async renameNew(from: string, to: string): Promise<void> {
    this.#check("renameNew", from);
    await Deno.link(from, to);
    await Deno.remove(from);
  }

  #check(call: string, path: string): void {
    const error = this.#options.fail?.(call, path);
    if (error !== undefined) throw error;
  }
}
