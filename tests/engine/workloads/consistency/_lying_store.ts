/**
 * A store in memory whose answers take random turns of the event loop, which
 * can be told to lie, or to lose answers without lying.
 */
import type {
  ListOptions,
  ListPage,
  ObjectFacts,
  Upload,
} from "../../../../backends/mod.ts";
import { StorageError } from "../../../../backends/mod.ts";
import { MemBackend } from "../../../../backends/mem.ts";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";

export type Lie =
  | "stale read"
  | "hidden object"
  | "ignored match"
  | "late match"
  | "ignored absence"
  | "lagging list"
  | "lacking list"
  | "kept delete"
  | "old part"
  | "torn body"
  | "same etag"
  | "lost answers";

/** One in so many answers is a lie. */
const LIE_EVERY = 6;

/** Linearizable unless a lie is told; `lost answers` are none. */
export class LyingStore extends MemBackend {
  readonly #choice: SeededChoice;
  readonly #lies: ReadonlySet<Lie>;
  readonly #past = new Map<string, Uint8Array>();
  readonly #pastFacts = new Map<string, ObjectFacts>();
  readonly #current = new Map<string, ObjectFacts>();
  readonly #oldPart = new Map<string, Uint8Array>();

  constructor(seed: number, ...lies: readonly Lie[]) {
    super({ url: `mem:${lies.join("-")}` });
    this.#choice = new SeededChoice(seed, 77);
    this.#lies = new Set(lies);
  }

  override async put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return await this.#write(key, () => super.put(key, bytes));
  }

  override async putIfAbsent(
    key: string,
    bytes: Uint8Array,
  ): Promise<ObjectFacts> {
    return await this.#write(
      key,
      () =>
        this.#isDue("ignored absence")
          ? super.put(key, bytes)
          : super.putIfAbsent(key, bytes),
    );
  }

  override async putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    return await this.#write(key, async () => {
      if (this.#isDue("ignored match")) return await super.put(key, bytes);
      if (!this.#isDue("late match")) {
        return await super.putIfMatch(key, bytes, etag);
      }
      const { etag: found } = await super.head(key);
      if (found !== etag) return await super.putIfMatch(key, bytes, etag);
      await this.#pause();
      return await super.put(key, bytes);
    });
  }

  override async get(key: string): Promise<Uint8Array> {
    await this.#pause();
    const bytes = await super.get(key);
    const past = this.#past.get(key);
    await this.#pause();
    if (past !== undefined && this.#isDue("stale read")) return past;
    if (this.#isDue("hidden object")) throw missing(key);
    return this.#isDue("torn body") ? bytes.slice(0, bytes.length - 16) : bytes;
  }

  override async head(key: string): Promise<ObjectFacts> {
    await this.#pause();
    const facts = await super.head(key);
    await this.#pause();
    return facts;
  }

  override async list(options: ListOptions = {}): Promise<ListPage> {
    await this.#pause();
    const page = await super.list(options);
    await this.#pause();
    if (this.#isDue("lacking list")) {
      const lacking = this.#choice.below(page.objects.length || 1);
      const objects = page.objects.filter((_, at) => at !== lacking);
      return { ...page, objects };
    }
    if (!this.#isDue("lagging list")) return page;
    const objects = page.objects.map((facts) =>
      this.#pastFacts.get(facts.key) ?? facts
    );
    return { ...page, objects };
  }

  override async delete(key: string): Promise<void> {
    await this.#pause();
    if (!this.#isDue("kept delete")) await super.delete(key);
    await this.#pause();
    if (this.#isDue("lost answers")) throw gone("delete");
  }

  override async upload(key: string): Promise<Upload> {
    const upload = await super.upload(key);
    return {
      id: upload.id,
      put: async (number, bytes) => {
        await this.#pause();
        const old = this.#oldPart.get(key);
        if (number !== 2) return await upload.put(number, bytes);
        this.#oldPart.set(key, bytes.slice());
        return await upload.put(
          number,
          old !== undefined && this.#isDue("old part") ? old : bytes,
        );
      },
      complete: (parts) => this.#write(key, () => upload.complete(parts)),
      abort: () => upload.abort(),
    };
  }

  async #write(
    key: string,
    send: () => Promise<ObjectFacts>,
  ): Promise<ObjectFacts> {
    await this.#pause();
    const isLate = this.#isDue("lost answers");
    if (isLate && this.#choice.below(2) === 0) {
      // It takes effect after its sender has given up.
      this.#pause().then(() => this.#pause()).then(send).catch(() => {});
      throw gone("put");
    }
    const before = await super.get(key).catch(() => undefined);
    const facts = await send();
    const current = this.#current.get(key);
    if (before !== undefined) this.#past.set(key, before);
    if (current !== undefined) this.#pastFacts.set(key, current);
    this.#current.set(key, facts);
    await this.#pause();
    if (isLate) throw gone("put");
    return current !== undefined && this.#isDue("same etag")
      ? { ...facts, etag: current.etag }
      : facts;
  }

  #isDue(lie: Lie): boolean {
    return this.#lies.has(lie) && this.#choice.below(LIE_EVERY) === 0;
  }

  async #pause(): Promise<void> {
    const turns = this.#choice.below(5);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  }
}

function gone(operation: string): StorageError {
  return new StorageError("The connection was reset", {
    kind: "Unavailable",
    operation,
    transient: true,
  });
}

function missing(key: string): StorageError {
  return new StorageError(`Cannot get "${key}": there is no such object`, {
    kind: "NotFound",
    operation: "get",
  });
}
