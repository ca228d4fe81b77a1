/**
 * Cases of promises that are not made: each call is refused with kind
 * `Unsupported`, and what was there stays as it was.
 */
import type { Capability } from "../capability.ts";
import { checksumOf } from "../checksum.ts";
import type { Backend, ObjectChecksum } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { readStream } from "../stream.ts";
import type { CaseEnv, ConformanceCase } from "./case.ts";
import { absent, refused, sameBytes, sameTexts } from "./promise.ts";

type Call = (backend: Backend, key: string, env: CaseEnv) => Promise<unknown>;

/** Promises without a call of their own have none here. */
const CALLS: Partial<Readonly<Record<Capability, Call>>> = {
  read: (backend, key) => backend.get(key),
  readRange: (backend, key) => backend.getRange(key, { start: 0, end: 1 }),
  write: (backend, key, env) => backend.put(key, env.bytes(5, 5)),
  writeIfAbsent: (backend, key, env) =>
    backend.putIfAbsent(`${key}-new`, env.bytes(5, 5)),
  writeIfMatch: async (backend, key, env) => {
    const canPut = backend.capabilities.has("write");
    const etag = canPut
      ? (await backend.put(key, env.bytes(100, 0))).etag
      : "x";
    return await backend.putIfMatch(key, env.bytes(5, 5), etag);
  },
  writeStream: (backend, key, env) =>
    backend.putStream(`${key}-new`, new Blob([env.bytes(5, 5)]).stream()),
  metadata: (backend, key, env) =>
    backend.putDescribed(`${key}-new`, env.bytes(5, 5), {
      contentType: "text/plain",
      metadata: {},
    }),
  checksumMd5: checkedPut("md5"),
  checksumCrc32c: checkedPut("crc32c"),
  checksumCrc64nvme: checkedPut("crc64nvme"),
  readStream: async (backend, key) =>
    await readStream(await backend.getStream(key)),
  stat: (backend, key) => backend.head(key),
  list: (backend) => backend.list(),
  delete: (backend, key) => backend.delete(key),
  copy: (backend, key) => backend.copy(key, `${key}-new`),
  rename: (backend, key) => backend.rename(key, `${key}-new`),
  multipart: async (backend, key, env) => {
    const upload = await backend.upload(`${key}-new`);
    await upload.complete([await upload.put(1, env.bytes(5, 5))]);
  },
  sync: (backend) => backend.sync(),
};

function checkedPut(algorithm: ObjectChecksum["algorithm"]): Call {
  return (backend, key, env) => {
    const bytes = env.bytes(5, 5);
    return backend.putChecked(
      `${key}-new`,
      bytes,
      checksumOf(algorithm, bytes),
    );
  };
}

export const REFUSAL_CASES: readonly ConformanceCase[] = Object
  .entries(CALLS).map(([name, call]) => refusalCase(name, call));

function refusalCase(name: string, call: Call): ConformanceCase {
  return {
    id: `object.refused.${name}`,
    // A key of CALLS is a capability; Object.entries() forgets that.
    proves: name as Capability,
    needs: [],
    when: "undeclared",
    body: async (backend, env) => {
      const key = `${env.prefix}k`;
      const has = (capability: Capability) =>
        backend.capabilities.has(capability);
      const bytes = env.bytes(100, 0);
      if (has("write")) await backend.put(key, bytes);
      const before = await keysBelow(backend, env);
      await refused(
        "Unsupported",
        () => call(backend, key, env),
        `A call that needs "${name}", which is not claimed,`,
      );
      sameTexts(await keysBelow(backend, env), before, "The listing after it");
      if (!has("read")) return;
      if (has("write")) {
        sameBytes(await backend.get(key), bytes, "The object after it");
      }
      await absent(backend, `${key}-new`, "Getting what it would have made");
    },
  };
}

async function keysBelow(backend: Backend, env: CaseEnv): Promise<string[]> {
  if (!backend.capabilities.has("list")) return [];
  try {
    const { objects } = await backend.list({ prefix: env.prefix });
    return objects.map(({ key }) => key);
  } catch (error) {
    if (error instanceof StorageError && error.kind === "NotFound") return [];
    throw error;
  }
}
