/**
 * A reference endpoint in this process, over a folder of its own, as a proof
 * needs it: it can be told to lie while it runs, and be stopped for a change
 * behind its back, with everything it had but its past.
 */
import { createHash } from "node:crypto";
import {
  type Arming,
  AzureEndpoint,
  type RunningEndpoint,
  S3Endpoint,
} from "../../backends/reference/mod.ts";
import { ObjectShelf, type ShelfLayout } from "./object_shelf.ts";
import { PART_BYTES } from "./proof_profile.ts";

/** An endpoint that can lie. */
interface LyingEndpoint extends RunningEndpoint {
  readonly mutants: {
    arm(armings: readonly Arming[]): void;
    fired(name: string): number;
  };
}

interface StoreKind {
  /** A lie that never fires, for which the endpoint keeps the past. */
  readonly remembers: string;
  start(
    options: Parameters<typeof AzureEndpoint.start>[0],
  ): Promise<LyingEndpoint>;
  layout(folder: string): ShelfLayout;
}

const BUCKET = "stor-verify";

const KINDS: Readonly<Record<"s3" | "az", StoreKind>> = {
  s3: {
    remembers: "stale-read",
    start: (options) =>
      S3Endpoint.start({ ...options, limits: { partBytesMin: PART_BYTES } }),
    layout: (folder) => ({
      records: `${folder}/buckets/${BUCKET}`,
      pieces: `${folder}/blobs`,
      keyField: "key",
      piecesField: "blobs",
    }),
  },
  az: {
    remembers: "stale-read",
    start: (options) => AzureEndpoint.start(options),
    layout: (folder) => ({
      records: `${folder}/azure-records/containers/${BUCKET}`,
      pieces: `${folder}/azure-blobs`,
      keyField: "name",
      piecesField: "pieces",
      recordName: (key) =>
        `${createHash("sha256").update(key).digest("hex")}.json`,
    }),
  },
};

/** One store of a proof. */
export class StoreStand implements AsyncDisposable {
  readonly #kind: StoreKind;
  readonly #folder: string;
  #endpoint: LyingEndpoint;

  private constructor(
    kind: StoreKind,
    folder: string,
    endpoint: LyingEndpoint,
  ) {
    this.#kind = kind;
    this.#folder = folder;
    this.#endpoint = endpoint;
  }

  /** Over an empty folder that exists. */
  static async start(
    scheme: "s3" | "az",
    folder: string,
  ): Promise<StoreStand> {
    const kind = KINDS[scheme];
    const endpoint = await start(kind, folder);
    return new StoreStand(kind, folder, endpoint);
  }

  /** What reaches it, by the names of the targets file; stays the same. */
  get settings(): Readonly<Record<string, string | boolean>> {
    const { settings, targetUrl } = this.#endpoint;
    return { url: targetUrl, ...settings };
  }

  /** Lies in these ways only, from now on. */
  lie(armings: readonly Arming[]): void {
    this.#endpoint.mutants.arm([never(this.#kind), ...armings]);
  }

  /** How often a lie changed something since it was told. */
  fired(name: string): number {
    return this.#endpoint.mutants.fired(name);
  }

  /** Lets `look` read what is at rest, while it runs. */
  look<T>(look: (shelf: Pick<ObjectShelf, "objects">) => T): T {
    return look(new ObjectShelf(this.#kind.layout(this.#folder)));
  }

  /** Forgets everything; it is the store that it was when it began. */
  async clear(): Promise<void> {
    await this.#restart(() => {
      Deno.removeSync(this.#folder, { recursive: true });
      Deno.mkdirSync(this.#folder);
    });
  }

  /** Stops it, lets `change` have the objects, and starts it again there. */
  async atRest<T>(change: (shelf: ObjectShelf) => T): Promise<T> {
    return await this.#restart(() =>
      change(new ObjectShelf(this.#kind.layout(this.#folder)))
    );
  }

  async close(): Promise<void> {
    await this.#endpoint.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #restart<T>(meanwhile: () => T): Promise<T> {
    const port = Number(new URL(this.#endpoint.url).port);
    await this.#endpoint.close();
    try {
      return meanwhile();
    } finally {
      this.#endpoint = await start(this.#kind, this.#folder, port);
    }
  }
}

function start(
  kind: StoreKind,
  folder: string,
  port = 0,
): Promise<LyingEndpoint> {
  return kind.start({ folder, port, bucket: BUCKET, mutants: [never(kind)] });
}

function never({ remembers }: StoreKind): Arming {
  return { name: remembers, count: 0 };
}
