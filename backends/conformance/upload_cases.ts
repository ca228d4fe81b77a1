/** Cases of uploads at their limits: the parts, their number and their end. */
import type { Backend, UploadPart } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { joinChunks } from "../stream.ts";
import { type CaseEnv, type ConformanceCase, promiseCase } from "./case.ts";
import {
  absent,
  NotTried,
  refused,
  same,
  sameBytes,
  sameTexts,
} from "./promise.ts";

/** The least size that S3 takes for a part that is not the last. */
const PART_BYTES = 5 << 20;

export const UPLOAD_CASES: readonly ConformanceCase[] = [
  promiseCase("object.limit.put", ["write", "read"], putLimit),
  promiseCase(
    "object.multipart.wrong-etag",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      await upload.put(1, env.bytes(1000, 1));
      const etag = '"0123456789abcdef0123456789abcdef"';
      await refused(
        "PreconditionFailed",
        () => upload.complete([{ number: 1, etag }]),
        "Completing with an etag that no part has",
      );
      await absent(backend, key, "Getting what was not completed");
      await upload.abort();
    },
  ),
  promiseCase(
    "object.multipart.leftover",
    ["multipart", "list", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      await upload.put(1, env.bytes(1000, 1));
      const { objects } = await backend.list({ prefix: env.prefix });
      sameTexts(
        objects.map((one) => one.key),
        [],
        "The listing beside an upload that nobody ends",
      );
      await upload.abort();
      await refused(
        "NotFound",
        () => upload.put(2, env.bytes(1000, 2)),
        "Putting a part of an aborted upload",
      );
    },
  ),
  promiseCase(
    "object.multipart.part-numbers",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      for (const number of [0, 10_001]) {
        await refused(
          "PreconditionFailed",
          () => upload.put(number, env.bytes(10, 0)),
          `Putting part ${number}`,
        );
      }
      const bytes = env.bytes(1000, 1);
      const last = await upload.put(10_000, bytes);
      await upload.complete([last]);
      sameBytes(await backend.get(key), bytes, "The object of part 10000");
    },
  ),
  promiseCase(
    "object.multipart.small-part",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      const bytes = [env.bytes(1000, 1), env.bytes(500, 2)];
      const parts: UploadPart[] = [];
      for (const [index, piece] of bytes.entries()) {
        parts.push(await upload.put(index + 1, piece));
      }
      const isJoined = await joins(() => upload.complete(parts));
      if (!isJoined) {
        await absent(backend, key, "Getting what was refused");
        return await upload.abort();
      }
      sameBytes(
        await backend.get(key),
        joinChunks(bytes),
        "The object of two small parts",
      );
    },
  ),
  promiseCase(
    "object.multipart.head",
    ["multipart", "stat", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      await putInParts(backend, env, key);
      const { sizeBytes } = await backend.head(key);
      same(sizeBytes, PART_BYTES + 1000, "The size that head tells");
      same(
        (await backend.get(key)).length,
        sizeBytes,
        "The number of bytes that are there, against the size",
      );
    },
  ),
];

/** Nobody sends 5 GiB to see it: the length alone must be refused. */
async function putLimit(backend: Backend, env: CaseEnv): Promise<void> {
  const { offerPut, putBytesMax } = backend;
  if (offerPut === undefined || putBytesMax === undefined) {
    throw new NotTried("It has no limit that could be asked for");
  }
  const key = `${env.prefix}k`;
  const offer = (sizeBytes: number) => backend.offerPut?.(key, sizeBytes);
  same(await offer(1000) ?? "", "taken", "A put of 1000 bytes");
  same(
    await offer(putBytesMax + 1) ?? "",
    "too large",
    `A put of ${putBytesMax + 1} bytes, of which none was sent,`,
  );
  await absent(backend, key, "Getting what was only offered");
}

/** `false` when small parts are refused, as S3 does. */
async function joins(complete: () => Promise<unknown>): Promise<boolean> {
  try {
    await complete();
    return true;
  } catch (error) {
    const isRefused = error instanceof StorageError &&
      error.kind === "PreconditionFailed";
    if (isRefused) return false;
    throw error;
  }
}

async function putInParts(
  backend: Backend,
  env: CaseEnv,
  key: string,
): Promise<void> {
  const upload = await backend.upload(key);
  await upload.complete([
    await upload.put(1, env.bytes(PART_BYTES, 1)),
    await upload.put(2, env.bytes(1000, 2)),
  ]);
}
