/**
 * Puts, uploads and deletes of a script lane: each is noted before it is sent,
 * and settled by what the store says of it.
 */
import type { LaneContext, Moved } from "./lane_context.ts";
import { nameOf, sendOf } from "./lane_context.ts";
import { stretchBytes } from "./object_body.ts";
import { ClientFailure, type StoreUpload } from "./store_client.ts";

/** One put of key `index`, in parts where its size asks for them. */
export async function putObject(
  context: LaneContext,
  index: number,
): Promise<Moved> {
  return await mutate(context, { index, kind: "put" }, async (generation) => {
    const { shape, space } = context;
    const sizeBytes = shape.sizeBytes(index, generation);
    const { multipartFromBytes } = space;
    if (multipartFromBytes > 0 && sizeBytes >= multipartFromBytes) {
      await sendParts(context, { index, generation, sizeBytes });
      return sizeBytes;
    }
    const body = stretchBytes(context, {
      ...{ index, generation },
      ...{ start: 0, end: sizeBytes },
    });
    const name = nameOf(context, index);
    await sendOf(context, () => context.client.put(name, body));
    return sizeBytes;
  });
}

/** One put of key `index`, in parts whatever its size. */
export async function uploadObject(
  context: LaneContext,
  index: number,
): Promise<Moved> {
  return await mutate(context, { index, kind: "put" }, async (generation) => {
    const sizeBytes = context.shape.sizeBytes(index, generation);
    await sendParts(context, { index, generation, sizeBytes });
    return sizeBytes;
  });
}

/** Removes key `index`. */
export async function deleteObject(
  context: LaneContext,
  index: number,
): Promise<Moved> {
  return await mutate(context, { index, kind: "delete" }, async () => {
    const name = nameOf(context, index);
    await sendOf(context, () => context.client.delete(name));
    return 0;
  });
}

async function mutate(
  context: LaneContext,
  { index, kind }: { readonly index: number; readonly kind: "put" | "delete" },
  send: (generation: number) => Promise<number>,
): Promise<Moved> {
  const { states, memory, space, shape } = context;
  const generation = states.issue(index, kind);
  if (context.trace && kind === "put") context.trace.generation = generation;
  const units = kind === "put"
    ? Math.ceil(shape.sizeBytes(index, generation) / space.unitBytes)
    : 0;
  try {
    const bytes = await send(generation);
    states.acknowledge(index, generation);
    memory.add("units_written", units);
    return { bytes };
  } catch (failure) {
    const isRefused = failure instanceof ClientFailure && !failure.isUnknown;
    if (isRefused) states.withdraw(index, generation);
    else memory.add("writes_ambiguous", Math.max(1, units));
    throw failure;
  }
}

interface Whole {
  readonly index: number;
  readonly generation: number;
  readonly sizeBytes: number;
}

/** Until `complete` is sent, nothing that fails can change the object. */
async function sendParts(context: LaneContext, whole: Whole): Promise<void> {
  const { states, client } = context;
  const { index } = whole;
  const name = nameOf(context, index);
  states.setUploadOpen(index, true);
  let upload: StoreUpload;
  try {
    upload = await sendOf(context, () => client.upload(name));
  } catch (failure) {
    if (failure instanceof ClientFailure && !failure.isUnknown) {
      states.setUploadOpen(index, false);
    }
    throw neverDone(failure);
  }
  try {
    await putParts(context, whole, upload);
  } catch (failure) {
    await abort(context, index, upload);
    throw neverDone(failure);
  }
  await sendOf(context, () => upload.complete());
  states.setUploadOpen(index, false);
}

async function putParts(
  context: LaneContext,
  whole: Whole,
  upload: StoreUpload,
): Promise<void> {
  const { partBytes } = context.space;
  const count = Math.max(1, Math.ceil(whole.sizeBytes / partBytes));
  let next = 1;
  let failed: unknown = null;
  const runner = async () => {
    while (next <= count && failed === null) {
      const number = next++;
      const start = (number - 1) * partBytes;
      const end = Math.min(whole.sizeBytes, start + partBytes);
      const body = stretchBytes(context, { ...whole, start, end });
      try {
        await sendOf(context, () => upload.put(number, body));
      } catch (failure) {
        failed ??= failure;
      }
    }
  };
  const depth = Math.min(count, context.spec.partDepth);
  await Promise.all(Array.from({ length: depth }, runner));
  if (failed !== null) throw failed;
}

/** What cannot be aborted stays noted as open. */
async function abort(
  context: LaneContext,
  index: number,
  upload: StoreUpload,
): Promise<void> {
  try {
    await sendOf(context, () => upload.abort());
    context.memory.add("uploads_aborted");
    context.states.setUploadOpen(index, false);
  } catch (failure) {
    if (!(failure instanceof ClientFailure)) throw failure;
  }
}

function neverDone(failure: unknown): unknown {
  return failure instanceof ClientFailure
    ? new ClientFailure(failure.status, false)
    : failure;
}
