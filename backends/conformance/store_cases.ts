/** Cases of what stores keep and check beside the bytes of an object. */
import type { Capability } from "../capability.ts";
import { checksumOf } from "../checksum.ts";
import type { Backend, ObjectChecksum, ObjectFacts } from "../contract.ts";
import { type CaseEnv, type ConformanceCase, promiseCase } from "./case.ts";
import { absent, refused, same, sameBytes } from "./promise.ts";

const DESCRIPTION = {
  contentType: "application/vnd.stor-verify",
  metadata: { "run": "conform 1", "unitbytes": "4096" },
};

const ALGORITHMS: readonly (readonly [
  ObjectChecksum["algorithm"],
  Capability,
])[] = [
  ["md5", "checksumMd5"],
  ["crc32c", "checksumCrc32c"],
  ["crc64nvme", "checksumCrc64nvme"],
];

export const STORE_CASES: readonly ConformanceCase[] = [
  promiseCase(
    "object.metadata.kept",
    ["metadata", "stat", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const bytes = env.bytes(1000, 0);
      await backend.putDescribed(key, bytes, DESCRIPTION);
      const { description } = await backend.head(key);
      const { contentType, metadata } = DESCRIPTION;
      same(
        description?.contentType ?? "",
        contentType,
        "The content type that head tells",
      );
      for (const [name, value] of Object.entries(metadata)) {
        same(
          description?.metadata[name] ?? "",
          value,
          `The metadata "${name}" that head tells`,
        );
      }
      sameBytes(await backend.get(key), bytes, "The described object");
    },
  ),
  promiseCase(
    "object.metadata.replaced",
    ["metadata", "stat", "write"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      await backend.putDescribed(key, env.bytes(10, 0), DESCRIPTION);
      await backend.put(key, env.bytes(10, 1));
      const { description } = await backend.head(key);
      same(
        Object.keys(description?.metadata ?? {}).length,
        0,
        "The number of names that outlive the object they described",
      );
    },
  ),
  ...ALGORITHMS.map(([algorithm, capability]) =>
    promiseCase(
      `object.checksum.${algorithm}`,
      [capability, "read"],
      (backend, env) => checksumIsChecked(backend, env, algorithm),
    )
  ),
  ...ALGORITHMS.map(([algorithm, capability]) =>
    promiseCase(
      `object.checksum.${algorithm}-returned`,
      [capability, "stat", "write", "read"],
      (backend, env) => checksumIsReturned(backend, env, algorithm),
    )
  ),
];

/** What a store says of the bytes must be true of them, whatever it says. */
async function checksumIsReturned(
  backend: Backend,
  env: CaseEnv,
  algorithm: ObjectChecksum["algorithm"],
): Promise<void> {
  const key = `${env.prefix}k`;
  for (const [salt, sizeBytes] of [5000, 0, 70_001].entries()) {
    const bytes = env.bytes(sizeBytes, salt);
    const right = checksumOf(algorithm, bytes);
    fits(await backend.putChecked(key, bytes, right), bytes, "the put");
    fits(await backend.head(key), bytes, "head");
    // A get that fails here came with a checksum that is not of its bytes.
    sameBytes(await backend.get(key), bytes, "The object with its checksum");
    const other = env.bytes(sizeBytes + 1, salt + 100);
    await backend.put(key, other);
    fits(await backend.head(key), other, "head of what replaced it");
    sameBytes(await backend.get(key), other, "The object that replaced it");
  }
}

/** A checksum over those of parts is none of all bytes. */
function fits(
  { checksum }: ObjectFacts,
  bytes: Uint8Array,
  what: string,
): void {
  if (checksum === undefined || checksum.base64.includes("-")) return;
  const { algorithm, base64 } = checksum;
  same(
    base64,
    checksumOf(algorithm, bytes).base64,
    `The ${algorithm} that ${what} tells`,
  );
}

async function checksumIsChecked(
  backend: Backend,
  env: CaseEnv,
  algorithm: ObjectChecksum["algorithm"],
): Promise<void> {
  const [fresh, kept] = [`${env.prefix}fresh`, `${env.prefix}kept`];
  const bytes = env.bytes(5000, 0);
  const other = env.bytes(5000, 1);
  const right = checksumOf(algorithm, bytes);
  const { checksum } = await backend.putChecked(kept, bytes, right);
  if (checksum?.algorithm === algorithm) {
    same(checksum.base64, right.base64, "The checksum in the answer");
  }
  sameBytes(await backend.get(kept), bytes, "The object with its checksum");
  for (const key of [fresh, kept]) {
    await refused(
      "ChecksumMismatch",
      () => backend.putChecked(key, other, right),
      `A put whose bytes do not fit their ${algorithm}`,
    );
  }
  await absent(backend, fresh, "Getting what a refused put would have made");
  sameBytes(
    await backend.get(kept),
    bytes,
    "The object that a refused put was to replace",
  );
}
