/** Cases of multipart uploads. */
import type { Upload, UploadPart } from "../contract.ts";
import { joinChunks } from "../stream.ts";
import { type CaseEnv, type ConformanceCase, promiseCase } from "./case.ts";
import { absent, refused, sameBytes } from "./promise.ts";

/** The least size that S3 takes for a part that is not the last. */
const PART_BYTES = 5 << 20;
const LAST_BYTES = 1000;

export const MULTIPART_CASES: readonly ConformanceCase[] = [
  promiseCase(
    "object.multipart.order",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      const parts = await putParts(upload, env, [3, 1, 2]);
      await upload.complete(inOrder(parts));
      sameBytes(await backend.get(key), wholeOf(env), "The joined object");
    },
  ),
  promiseCase(
    "object.multipart.unseen",
    ["multipart", "write", "read"],
    async (backend, env) => {
      const [fresh, kept] = [`${env.prefix}fresh`, `${env.prefix}kept`];
      const before = env.bytes(2000, 9);
      await backend.put(kept, before);
      for (const key of [fresh, kept]) {
        const upload = await backend.upload(key);
        const parts = await putParts(upload, env, [1, 2, 3]);
        if (key === fresh) {
          await absent(
            backend,
            key,
            "Getting what is uploaded",
          );
        } else {
          sameBytes(await backend.get(key), before, "The object of before");
        }
        await upload.complete(parts);
      }
    },
  ),
  promiseCase(
    "object.multipart.missing-part",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      const parts = await putParts(upload, env, [1]);
      await refused(
        "PreconditionFailed",
        () => upload.complete([...parts, { number: 2, etag: '"none"' }]),
        "Completing with a part that was never put",
      );
      await absent(backend, key, "Getting what was not completed");
      await upload.abort();
    },
  ),
  promiseCase(
    "object.multipart.no-part",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      await putParts(upload, env, [1]);
      await refused(
        "PreconditionFailed",
        () => upload.complete([]),
        "Completing with no part",
      );
      await absent(backend, key, "Getting what was not completed");
      await upload.abort();
    },
  ),
  promiseCase(
    "object.multipart.part-twice",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      const parts = await putParts(upload, env, [1]);
      await refused(
        "PreconditionFailed",
        () => upload.complete([...parts, ...parts]),
        "Completing with a part that is named twice",
      );
      await absent(backend, key, "Getting what was not completed");
      await upload.abort();
    },
  ),
  promiseCase(
    "object.multipart.replaced-part",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      const first = await upload.put(1, env.bytes(LAST_BYTES, 7));
      const last = await upload.put(1, env.bytes(LAST_BYTES, 8));
      if (first.etag !== last.etag) {
        await refused(
          "PreconditionFailed",
          () => upload.complete([first]),
          "Completing with a part that was replaced",
        );
      }
      await upload.complete([last]);
      sameBytes(
        await backend.get(key),
        env.bytes(LAST_BYTES, 8),
        "The object of a part that was put twice",
      );
    },
  ),
  promiseCase(
    "object.multipart.abort",
    ["multipart", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const upload = await backend.upload(key);
      const parts = await putParts(upload, env, [1, 2, 3]);
      await upload.abort();
      await absent(backend, key, "Getting what was aborted");
      const complete = () => upload.complete(parts);
      await refused("NotFound", complete, "Completing an aborted upload");
      await absent(backend, key, "Getting what was aborted and completed");
    },
  ),
];

function partOf(env: CaseEnv, number: number): Uint8Array<ArrayBuffer> {
  return env.bytes(number < 3 ? PART_BYTES : LAST_BYTES, number);
}

function wholeOf(env: CaseEnv): Uint8Array {
  return joinChunks([1, 2, 3].map((number) => partOf(env, number)));
}

async function putParts(
  upload: Upload,
  env: CaseEnv,
  numbers: readonly number[],
): Promise<UploadPart[]> {
  const parts: UploadPart[] = [];
  for (const number of numbers) {
    parts.push(await upload.put(number, partOf(env, number)));
  }
  return parts;
}

function inOrder(parts: readonly UploadPart[]): UploadPart[] {
  return [...parts].sort((a, b) => a.number - b.number);
}
