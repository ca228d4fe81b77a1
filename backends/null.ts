/**
 * `null:`: takes every put and forgets it, to measure what the rest costs. It
 * claims no reading, so a run over it can never count as verified.
 */
import type { BlockFace } from "./block.ts";
import type { Capability } from "./capability.ts";
import { nullBlockFace } from "./block_face.ts";
import type { Backend, ObjectFacts } from "./contract.ts";
import { checkKey } from "./key.ts";
import { RefusingBackend } from "./refusing_backend.ts";
import type { OpenContext } from "./registry.ts";
import { bodyChunks } from "./stream.ts";
import type { Target } from "./targets/target.ts";

/** Claims to take bytes, and nothing of giving them back. */
export class NullBackend extends RefusingBackend {
  readonly url = "null:";
  readonly capabilities: ReadonlySet<Capability>;
  #version = 0;

  constructor(options: { readonly block?: BlockFace } = {}) {
    super(options.block);
    this.capabilities = new Set<Capability>([
      "write",
      "writeStream",
      "delete",
      ...(options.block === undefined ? [] : ["block" as const]),
    ]);
  }

  override async put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    await Promise.resolve(checkKey(key, "put"));
    return this.#forget(key, bytes.length);
  }

  override async putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const operation = "put stream";
    checkKey(key, operation);
    let sizeBytes = 0;
    for await (
      const chunk of bodyChunks({ url: this.url, operation, key }, body)
    ) {
      sizeBytes += chunk.length;
    }
    return this.#forget(key, sizeBytes);
  }

  override async delete(key: string): Promise<void> {
    await Promise.resolve(checkKey(key, "delete"));
  }

  #forget(key: string, sizeBytes: number): ObjectFacts {
    const etag = `v${++this.#version}`;
    return { key, sizeBytes, etag, modifiedMs: Date.now() };
  }
}

/** Opens it; every open is alike. */
export function openNull(
  target: Target,
  context: OpenContext,
): Promise<Backend> {
  const url = target.url.text;
  const block = nullBlockFace({ url, core: context.core });
  return Promise.resolve(new NullBackend({ block }));
}
