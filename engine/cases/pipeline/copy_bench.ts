/**
 * What cases about copies share: objects whose digests are made by code that
 * the core has no part in, copies of them by streams, and a look at what came
 * of it. Everything lies below the prefix of the case and is taken away.
 */
import type { DigestKind, Digests, StreamFace } from "../../../backends/mod.ts";
import {
  copyObject,
  type CopyOutcome,
  type CopyWatch,
} from "../../workloads/pipeline/mod.ts";
import type { CaseEnv } from "../case.ts";
import { holds } from "../case_broken.ts";
import { CaseSkipped } from "../case_skipped.ts";
import { seededBytes } from "../seeded_bytes.ts";

/** As the cases name their sizes. */
export const MB = 1_000_000;
/** As `copy` has it by default. */
const MEMORY_BYTES = 64 << 20;
const DIGESTS = ["md5", "sha256"] as const;

/** An object as it was put. */
export interface BenchObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly digests: Required<Pick<Digests, (typeof DIGESTS)[number]>>;
}

/** A copy that was made, with what was seen of it. */
export interface BenchCopy {
  readonly outcome: Extract<CopyOutcome, { state: "copied" }>;
  readonly parts: number;
  /** It went up as an upload, or under a name of its own. */
  readonly isStaged: boolean;
  /** Bytes written at each look, in order. */
  readonly writtenBytes: readonly number[];
}

/** What a copy does beside the usual. */
export interface BenchCopyOptions {
  readonly to: string;
  readonly memoryBytes?: number;
  readonly digests?: readonly DigestKind[];
  readonly expected?: Digests;
  /** Replace what is there. */
  readonly isOver?: boolean;
  /** Other ends than the target's own. */
  readonly from?: StreamFace;
  readonly into?: StreamFace;
}

/** Throws a `CaseSkipped` where the target, or the host, moves no streams. */
export class CopyBench {
  readonly face: StreamFace;
  readonly #env: CaseEnv;
  readonly #keys = new Set<string>();

  constructor(env: CaseEnv) {
    const { streams } = env.backend;
    if (streams === undefined) {
      throw new CaseSkipped("The target moves no streams: client: sdk is set");
    }
    const made = env.copies.digestKinds();
    if (!DIGESTS.every((kind) => made.has(kind))) {
      throw new CaseSkipped(
        "This host has no libcrypto, which makes MD5 and SHA-256 of streams",
      );
    }
    this.face = streams;
    this.#env = env;
  }

  /** The key of that name, to be taken away in the end. */
  key(name: string): string {
    const key = `${this.#env.prefix}${name}`;
    this.#keys.add(key);
    return key;
  }

  /** Puts bytes of that size that no other salt gives. */
  async put(
    name: string,
    { sizeBytes, salt }: { readonly sizeBytes: number; readonly salt: number },
  ): Promise<BenchObject> {
    const { backend, seed } = this.#env;
    const bytes = seededBytes({ sizeBytes, seed, salt });
    const key = this.key(name);
    await backend.put(key, bytes);
    return { key, sizeBytes, digests: this.digestsOf(bytes) };
  }

  /** By code that the core has no part in. */
  digestsOf(bytes: Uint8Array): BenchObject["digests"] {
    const { md5, sha256 } = this.#env;
    return { md5: md5(bytes), sha256: sha256(bytes) };
  }

  /** Copies, and breaks the case unless all digests are those of the source. */
  async copy(
    object: Pick<BenchObject, "key" | "sizeBytes" | "digests">,
    options: BenchCopyOptions,
  ): Promise<BenchCopy> {
    const seen = { chunkBytes: 1, isStaged: false, written: [0] };
    const outcome = await this.try(object.key, options, {
      begun(_facts, resumeId, chunkBytes) {
        seen.chunkBytes = chunkBytes;
        seen.isStaged = resumeId !== null;
      },
      part() {},
      counters: ({ writtenBytes }) => seen.written.push(writtenBytes),
    });
    if (outcome.state !== "copied") {
      const { kind, stated, found } = outcome;
      holds(
        false,
        `The ${kind} of the copy of "${object.key}" is ${found}, and should ` +
          `be ${stated}`,
      );
      throw new TypeError("A case that does not hold has ended");
    }
    const { digests } = options;
    for (const kind of DIGESTS) {
      if (digests !== undefined && !digests.includes(kind)) continue;
      holds(
        outcome.digests[kind] === object.digests[kind],
        `The ${kind} made while "${object.key}" flowed is ` +
          `${outcome.digests[kind]}, and should be ${object.digests[kind]}`,
      );
    }
    return {
      outcome,
      parts: Math.ceil(object.sizeBytes / seen.chunkBytes),
      isStaged: seen.isStaged,
      writtenBytes: seen.written,
    };
  }

  /** Copies, and tells what became of it; nothing is tried twice. */
  async try(
    key: string,
    options: BenchCopyOptions,
    watch: CopyWatch = { begun() {}, part() {}, counters() {} },
  ): Promise<CopyOutcome> {
    return await copyObject(this.#env.copies, {
      from: { face: options.from ?? this.face, key },
      to: { face: options.into ?? this.face, key: options.to },
      digests: options.digests ?? DIGESTS,
      expected: options.expected ?? {},
      memoryBytes: options.memoryBytes ?? MEMORY_BYTES,
      attemptsMax: 1,
      endpoint: 0,
      seed: BigInt(this.#env.seed),
      isNew: options.isOver !== true,
      tellsParts: false,
      signal: new AbortController().signal,
      watch,
    });
  }

  /** Reads it back whole, not by a stream, and compares both digests. */
  async judge(key: string, object: Omit<BenchObject, "key">): Promise<void> {
    const bytes = await this.#env.backend.get(key);
    holds(
      bytes.length === object.sizeBytes,
      `"${key}" has ${bytes.length} bytes, and should have ${object.sizeBytes}`,
    );
    const found = this.digestsOf(bytes);
    for (const kind of DIGESTS) {
      holds(
        found[kind] === object.digests[kind],
        `The ${kind} of "${key}" is ${found[kind]}, and should be ` +
          `${object.digests[kind]}`,
      );
    }
  }

  /** Takes away what was put; what stays is seen at the release. */
  async clear(): Promise<void> {
    const { backend } = this.#env;
    for (const key of this.#keys) await backend.delete(key).catch(() => {});
  }
}

/** A body that has a bench, and leaves nothing behind. */
export function onBench(
  body: (bench: CopyBench, env: CaseEnv) => Promise<string>,
): (env: CaseEnv) => Promise<string> {
  return async (env) => {
    const bench = new CopyBench(env);
    try {
      return await body(bench, env);
    } finally {
      await bench.clear();
    }
  };
}
