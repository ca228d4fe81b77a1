/** Cases of what happens to names: delete, copy, rename. */
import type { Backend } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { type ConformanceCase, promiseCase } from "./case.ts";
import { absent, holds, refused, sameBytes, sameTexts } from "./promise.ts";

const RENAMES = 6;
const LOOKS = 8;

export const NAME_CASES: readonly ConformanceCase[] = [
  promiseCase(
    "object.delete.gone",
    ["delete", "write", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      await backend.put(key, env.bytes(10, 0));
      await backend.delete(key);
      await absent(backend, key, "Getting a deleted key");
    },
  ),
  promiseCase(
    "object.delete.again",
    ["delete", "write"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      await backend.delete(key).catch(strictDelete);
      await backend.put(key, env.bytes(10, 0));
      await backend.delete(key);
      await backend.delete(key).catch(strictDelete);
    },
  ),
  promiseCase(
    "object.delete.listed",
    ["delete", "write", "list"],
    async (backend, env) => {
      const keys = ["a", "b", "c"].map((name) => env.prefix + name);
      for (const key of keys) await backend.put(key, env.bytes(10, 0));
      await backend.list({ prefix: env.prefix });
      await backend.delete(`${env.prefix}b`);
      const { objects } = await backend.list({ prefix: env.prefix });
      sameTexts(
        objects.map(({ key }) => key),
        [`${env.prefix}a`, `${env.prefix}c`],
        "The listing after a delete",
      );
    },
  ),
  promiseCase(
    "object.copy.same",
    ["copy", "write", "read"],
    async (backend, env) => {
      const [from, to] = [`${env.prefix}from`, `${env.prefix}to`];
      const bytes = env.bytes((1 << 20) + 3, 0);
      await backend.put(from, bytes);
      await backend.put(to, env.bytes(7, 1));
      await backend.copy(from, to);
      sameBytes(await backend.get(to), bytes, "The copy");
    },
  ),
  promiseCase(
    "object.copy.source",
    ["copy", "write", "read"],
    async (backend, env) => {
      const [from, to] = [`${env.prefix}from`, `${env.prefix}to`];
      const bytes = env.bytes(5000, 0);
      await backend.put(from, bytes);
      await backend.copy(from, to);
      await backend.put(to, env.bytes(7, 1));
      const found = await backend.get(from).catch(missingIsEmpty);
      sameBytes(found, bytes, "The source after a copy");
    },
  ),
  promiseCase("object.copy.missing", ["copy", "read"], async (backend, env) => {
    const [from, to] = [`${env.prefix}none`, `${env.prefix}to`];
    await refused("NotFound", () => backend.copy(from, to), "Copying nothing");
    await absent(backend, to, "Getting the copy of nothing");
  }),
  promiseCase(
    "object.rename.moves",
    ["rename", "write", "read"],
    async (backend, env) => {
      const [from, to] = [`${env.prefix}a/from`, `${env.prefix}b/to`];
      const bytes = env.bytes(5000, 0);
      await backend.put(from, bytes);
      await backend.put(to, env.bytes(7, 1));
      await backend.rename(from, to);
      sameBytes(await backend.get(to), bytes, "The renamed object");
      await absent(backend, from, "Getting the old name");
    },
  ),
  promiseCase(
    "object.rename.missing",
    ["rename", "read"],
    async (backend, env) => {
      const [from, to] = [`${env.prefix}none`, `${env.prefix}to`];
      const rename = () => backend.rename(from, to);
      await refused("NotFound", rename, "Renaming nothing");
      await absent(backend, to, "Getting the new name of nothing");
    },
  ),
  promiseCase(
    "object.rename.atomic",
    ["rename", "write", "read"],
    async (backend, env) => {
      for (let round = 0; round < RENAMES; round++) {
        const from = `${env.prefix}from${round}`;
        const to = `${env.prefix}to${round}`;
        await backend.put(from, env.bytes(100, round));
        const watch = async () => {
          for (let look = 0; look < LOOKS; look++) {
            if (await isThere(backend, from)) continue;
            holds(
              await isThere(backend, to),
              "During a rename neither of the two names is there",
            );
          }
        };
        await Promise.all([backend.rename(from, to), watch(), watch()]);
        holds(
          !await isThere(backend, from),
          "After a rename both of the two names are there",
        );
      }
    },
  ),
];

async function isThere(backend: Backend, key: string): Promise<boolean> {
  try {
    await backend.get(key);
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.kind === "NotFound") {
      return false;
    }
    throw error;
  }
}

function missingIsEmpty(error: unknown): Uint8Array {
  if (error instanceof StorageError && error.kind === "NotFound") {
    return new Uint8Array();
  }
  throw error;
}

function strictDelete(error: unknown): void {
  const isMissing = error instanceof StorageError && error.kind === "NotFound";
  holds(!isMissing, "Deleting what is not there fails, and should succeed");
  throw error;
}
