/** Cases of whole objects: put, get, head. */
import { type ConformanceCase, promiseCase } from "./case.ts";
import { absent, holds, refused, same, sameBytes } from "./promise.ts";

/** Around the sizes at which sectors, pages and chunks begin and end. */
const SIZES = [
  ...[0, 1, 511, 512, 513, 4095, 4096, 4097],
  (1 << 20) + 3,
];
const READERS = 4;
const READS = 40;
const OVERWRITES = 12;

export const READ_WRITE_CASES: readonly ConformanceCase[] = [
  promiseCase("object.put.facts", ["write"], async (backend, env) => {
    const key = `${env.prefix}k`;
    const facts = await backend.put(key, env.bytes(1234, 0));
    same(facts.key, key, "The key that put returns");
    same(facts.sizeBytes, 1234, "The size that put returns");
  }),
  promiseCase(
    "object.put.overwrite",
    ["write", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      for (const [salt, size] of [5000, 7000, 300, 0, 5000].entries()) {
        const bytes = env.bytes(size, salt);
        await backend.put(key, bytes);
        sameBytes(await backend.get(key), bytes, `After put ${salt + 1}`);
      }
    },
  ),
  promiseCase("object.put.copies", ["write", "read"], async (backend, env) => {
    const key = `${env.prefix}k`;
    const bytes = env.bytes(600, 0);
    const handed = bytes.slice();
    await backend.put(key, handed);
    handed.fill(0);
    sameBytes(
      await backend.get(key),
      bytes,
      "The object, after the caller reused its buffer",
    );
  }),
  promiseCase(
    "object.get.roundtrip",
    ["read", "write"],
    async (backend, env) => {
      for (const size of SIZES) {
        const key = `${env.prefix}${size}`;
        const bytes = env.bytes(size, size);
        await backend.put(key, bytes);
        sameBytes(await backend.get(key), bytes, `An object of ${size} bytes`);
      }
    },
  ),
  promiseCase("object.get.missing", ["read"], async (backend, env) => {
    await absent(backend, `${env.prefix}none`, "Getting a key never put");
  }),
  promiseCase(
    "object.atomic.overwrite",
    ["writeAtomic", "write", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const versions = [env.bytes(70_000, 0), env.bytes(70_000, 1)];
      const version = (round: number) => versions[round % 2] ?? versions[0];
      await backend.put(key, versions[0] ?? new Uint8Array());
      const write = async () => {
        for (let round = 1; round <= OVERWRITES; round++) {
          await backend.put(key, version(round) ?? new Uint8Array());
        }
      };
      const read = async () => {
        for (let i = 0; i < READS; i++) {
          const found = await backend.get(key);
          const isWhole = versions.some((bytes) =>
            found.length === bytes.length &&
            found.every((byte, at) => byte === bytes[at])
          );
          holds(isWhole, "A read during an overwrite is a mixture of both");
        }
      };
      await Promise.all([
        write(),
        ...Array.from({ length: READERS }, () => read()),
      ]);
    },
  ),
  promiseCase("object.head.size", ["stat", "write"], async (backend, env) => {
    for (const size of [0, 1, 4097]) {
      const key = `${env.prefix}${size}`;
      await backend.put(key, env.bytes(size, 0));
      const facts = await backend.head(key);
      same(facts.sizeBytes, size, "The size that head returns");
      same(facts.key, key, "The key that head returns");
    }
  }),
  promiseCase("object.head.missing", ["stat"], async (backend, env) => {
    await refused(
      "NotFound",
      () => backend.head(`${env.prefix}none`),
      "Head of a key never put",
    );
  }),
  promiseCase("object.head.etag", ["stat", "write"], async (backend, env) => {
    const key = `${env.prefix}k`;
    const tags = new Set<string>();
    for (let salt = 0; salt < 4; salt++) {
      await backend.put(key, env.bytes(100, salt));
      const { etag } = await backend.head(key);
      const again = await backend.head(key);
      same(again.etag, etag, "The etag of an object nobody changed");
      holds(!tags.has(etag), `Other bytes have the etag of before, ${etag}`);
      tags.add(etag);
    }
  }),
  promiseCase(
    "object.sync.keeps",
    ["sync", "write", "read"],
    async (backend, env) => {
      const bytes = env.bytes(5000, 0);
      const key = `${env.prefix}k`;
      await backend.put(key, bytes);
      await backend.sync();
      sameBytes(await backend.get(key), bytes, "The object after sync");
      await backend.sync();
    },
  ),
];
