/**
 * The body of `pipeline.stream.streaming_with_errors`: whatever fails, at
 * either end, the copy fails by its name, both ends are let go of, and nothing
 * that is not whole can be seen.
 *
 * Design: the failures are real ones (an object that vanishes, or is replaced,
 * between looking and reading; a server that cuts every connection; a bucket
 * that is not there), because an end that only pretends would prove nothing.
 */
import type { StorageErrorKind, StreamFace } from "../../../backends/mod.ts";
import type { CaseEnv } from "../case.ts";
import { holds } from "../case_broken.ts";
import {
  type BenchCopyOptions,
  type BenchObject,
  type CopyBench,
  MB,
  onBench,
} from "./copy_bench.ts";

/** One that is put at once, and one in parts. */
const SIZES = [MB, 20 * MB] as const;
const NO_MD5 = "0".repeat(32);

export const failing = onBench(async (bench, env) => {
  let tried = 0;
  for (const [salt, sizeBytes] of SIZES.entries()) {
    const made = { sizeBytes, salt: 120 + salt };
    const object = await bench.put(`in/${sizeBytes}`, made);
    tried += await failingReaders({ bench, env, object, salt });
    tried += await wrongDigests({ bench, env, object, salt });
    tried += await failingWriters({ bench, env, object, salt });
    await bench.judge(object.key, object);
  }
  await judgeNothingLeft(env);
  return `${tried} copies that failed, at their source, their destination or ` +
    "by their digests, were named, and left nothing to be seen";
});

interface Trial {
  readonly bench: CopyBench;
  readonly env: CaseEnv;
  readonly object: BenchObject;
  readonly salt: number;
}

async function failingReaders(trial: Trial): Promise<number> {
  const { bench, env, object } = trial;
  const to = bench.key("out/reader");
  const absent = bench.key("in/absent");
  await judgeFailure(trial, { key: absent, to }, ["NotFound"]);
  const victim = "in/victim";
  const { sizeBytes } = object;
  const meddles:
    readonly (readonly [() => Promise<unknown>, StorageErrorKind[]])[] = [
      [() => env.backend.delete(bench.key(victim)), [
        "NotFound",
        "PreconditionFailed",
      ]],
      [
        () => bench.put(victim, { sizeBytes: sizeBytes / 2, salt: 130 }),
        ["PreconditionFailed"],
      ],
      [() => bench.put(victim, { sizeBytes, salt: 131 }), [
        "PreconditionFailed",
      ]],
    ];
  for (const [meddle, kinds] of meddles) {
    const { key } = await bench.put(victim, { sizeBytes, salt: 129 });
    const ends = { opened: 0, closed: 0 };
    const from = watched(bench.face, ends, meddle);
    await judgeFailure(trial, { key, to, from }, kinds);
    holds(
      ends.opened > 0 && ends.opened === ends.closed,
      `${ends.opened} ends were opened, and ${ends.closed} let go of`,
    );
    await judgeUnseen(env, to);
  }
  return 1 + meddles.length;
}

/** A manifest that says otherwise: neither a new object, nor over an old one. */
async function wrongDigests(trial: Trial): Promise<number> {
  const { bench, env, object } = trial;
  const expected = { md5: NO_MD5 };
  const to = bench.key("out/digest");
  const options = { to, expected };
  for (const isOver of [false, true]) {
    const old = isOver
      ? await bench.put("out/digest", { sizeBytes: 1000, salt: 140 })
      : null;
    const outcome = await bench.try(object.key, { ...options, isOver });
    holds(
      outcome.state === "differs" && outcome.kind === "md5" &&
        outcome.found === object.digests.md5,
      `A copy of "${object.key}" with a wrong MD5 is ${outcome.state}, and ` +
        "should be refused with the MD5 that it has",
    );
    if (old === null) await judgeUnseen(env, to);
    else await bench.judge(to, old);
  }
  await judgeFailure(trial, { key: object.key, to }, ["AlreadyExists"]);
  await env.backend.delete(to);
  return 3;
}

async function failingWriters(trial: Trial): Promise<number> {
  const { env, object } = trial;
  const broken = await env.brokenStore("s3", "reset");
  const missing = await env.missingStore();
  try {
    const stores = [
      [broken, ["Unavailable", "TimedOut"]],
      ...(missing === null
        ? []
        : [[missing, ["NotFound", "PermissionDenied"]] as const]),
    ] as const;
    for (const [{ backend }, kinds] of stores) {
      if (backend.streams === undefined) continue;
      const ends = { opened: 0, closed: 0 };
      const into = watched(backend.streams, ends);
      const from = watched(trial.bench.face, ends);
      const { key } = object;
      const options = { key, to: "nowhere", from, into, isOver: true };
      await judgeFailure(trial, options, kinds);
      holds(
        ends.opened > 0 && ends.opened === ends.closed,
        `${ends.opened} ends were opened, and ${ends.closed} let go of`,
      );
    }
    return stores.length;
  } finally {
    await broken.close();
    await missing?.close();
  }
}

async function judgeFailure(
  { bench }: Trial,
  { key, ...options }: BenchCopyOptions & { readonly key: string },
  kinds: readonly StorageErrorKind[],
): Promise<void> {
  let found: string;
  try {
    found = (await bench.try(key, options)).state;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "StorageError") throw error;
    const own = "kind" in error ? error.kind : undefined;
    if (kinds.some((kind) => kind === own)) return;
    found = `${String(own)} (${error.message})`;
  }
  holds(
    false,
    `A copy of "${key}" ends with ${found}, and should with ` +
      kinds.join(" or "),
  );
}

async function judgeUnseen({ backend }: CaseEnv, key: string): Promise<void> {
  try {
    const { sizeBytes } = await backend.head(key);
    holds(false, `"${key}" can be seen with ${sizeBytes} bytes`);
  } catch (error) {
    if (
      error instanceof Error && "kind" in error && error.kind === "NotFound"
    ) {
      return;
    }
    throw error;
  }
}

/** Neither an object at the destination, nor an upload that has no end. */
async function judgeNothingLeft({ backend, prefix }: CaseEnv): Promise<void> {
  const out = `${prefix}out/`;
  const { objects } = await backend.list({ prefix: out });
  const keys = objects.map(({ key }) => JSON.stringify(key)).join(", ");
  holds(objects.length === 0, `Failed copies left ${keys}`);
  const uploads = await backend.abortUploads?.(out) ?? 0;
  holds(uploads === 0, `Failed copies left ${uploads} uploads without an end`);
}

/** Counts ends, and meddles once the source was looked at. */
function watched(
  face: StreamFace,
  ends: { opened: number; closed: number },
  meddle: () => Promise<unknown> = () => Promise.resolve(),
): StreamFace {
  const { partBytesMin, partsMax, depthMax, bufferBytes } = face;
  const counted = <End extends { close(): void }>(end: End): End => {
    ends.opened++;
    const close = end.close.bind(end);
    end.close = () => {
      ends.closed++;
      close();
    };
    return end;
  };
  return {
    ...{ partBytesMin, partsMax, depthMax, bufferBytes },
    async openSource(key) {
      const source = counted(await face.openSource(key));
      await meddle();
      return source;
    },
    async openSink(plan) {
      return counted(await face.openSink(plan));
    },
  };
}
