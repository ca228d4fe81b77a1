/**
 * The worker of one script lane: takes its order, loads the SDK and the core,
 * waits for its gate, runs, and tells how it ended.
 */
import {
  type Core,
  CoreError,
  loadCore,
  ThreadClock,
} from "../../../ffi/mod.ts";
import type { Crc32c } from "../../gateway/chunk_client.ts";
import { openAzureStoreClient } from "./azure_store_client.ts";
import type { ClientSettings } from "./client_settings.ts";
import { FaultyClient } from "./faulty_client.ts";
import { FirstEnd } from "./first_end.ts";
import { openGatewayStoreClient } from "./gateway_store_client.ts";
import { KeptMemory } from "./kept_memory.ts";
import { keyShape } from "./key_shape.ts";
import { runningSum } from "./running_sum.ts";
import { KeyStates } from "./key_states.ts";
import { LaneMemory } from "./lane_memory.ts";
import { OperationChoice } from "./operation_choice.ts";
import { type ClientPlace, openS3Client } from "./s3_client.ts";
import { ScriptLane } from "./script_lane.ts";
import { keeperOf } from "./state_file.ts";
import type { StoreClient } from "./store_client.ts";
import type { FromLane, LaneOrder, ToLane } from "./worker_message.ts";

/** Without a byte for so long a store is given up: the core's default. */
const STALL_MS = 30_000;

/** The other side, as a worker has it. */
interface Parent {
  postMessage(message: FromLane): void;
  addEventListener(
    type: "message",
    listener: (event: MessageEvent<ToLane>) => void,
  ): void;
  close(): void;
}

/** Runs one lane from its order to its end. */
export async function serveLane(parent: Parent): Promise<void> {
  const order = Promise.withResolvers<LaneOrder>();
  const start = Promise.withResolvers<void>();
  const kept: { memory?: KeptMemory } = {};
  parent.addEventListener("message", ({ data }) => {
    if (data.type === "make") order.resolve(data);
    else if (data.type === "keep") {
      kept.memory = new KeptMemory(data.keptBuffer);
    } else start.resolve();
  });
  try {
    const begin = start.promise.then(() => kept.memory);
    const status = await runLane(parent, await order.promise, begin);
    parent.postMessage({ type: "done", status });
  } catch (cause) {
    parent.postMessage({ type: "failed", message: sentence(cause) });
  }
  parent.close();
}

async function runLane(
  parent: Parent,
  order: LaneOrder,
  start: Promise<KeptMemory | undefined>,
): Promise<number> {
  const { spec, space, settings } = order;
  using core = loadCore({ path: order.corePath });
  using cpu = new ThreadClock();
  using shape = await keyShape(core, space);
  const { endpoint } = spec;
  const memory = new LaneMemory(order.laneBuffer);
  const kinds = core.digestKinds();
  const onConnect = () => memory.add("connections_new");
  const wait = (ms: number) =>
    new Promise<void>((resolve) => setTimeout(resolve, ms));
  const stop = new Int32Array(order.stopBuffer);
  const isStopped = () => Atomics.load(stop, 0) !== 0;
  const client = new FaultyClient(
    await openClient(core, settings, { endpoint, onConnect }),
    {
      ...{ faults: core.faults, lane: spec.lane, wait, isStopped },
      stallMs: settings.stallTimeoutMs ?? STALL_MS,
      onFired: () => memory.add("faults_fired"),
    },
  );
  const keeper = space.oraclePath === undefined
    ? null
    : keeperOf(space.oraclePath);
  try {
    parent.postMessage({ type: "ready" });
    const kept = await start;
    const lane = new ScriptLane({
      ...{ spec, space, client, shape, prefix: settings.prefix },
      memory,
      states: new KeyStates(order.statesBuffer, keeper?.keep),
      stamp: core.stamp,
      sum: (kind) => kinds.has(kind) ? runningSum(core, kind) : null,
      clock: {
        nowNs: () => core.nowNs(),
        cpuNs: () => cpu.cpuNs(),
        bucket: (ns) => core.histogramBucket(ns),
        wait,
      },
      choice: new OperationChoice(spec),
      firstEnd: new FirstEnd(order.firstEndBuffer),
      busy: new Set(),
      isStopped,
      ...(kept && { kept }),
      onFindings: (findings) =>
        parent.postMessage({ type: "findings", findings }),
    });
    return await lane.run();
  } finally {
    keeper?.close();
    client.close();
  }
}

function openClient(
  core: Core,
  settings: ClientSettings,
  place: ClientPlace,
): Promise<StoreClient> {
  if (settings.kind === "gateway") {
    const crc32c: Crc32c = (bytes, seed) => core.crc32c(bytes, seed);
    return openGatewayStoreClient(settings, { ...place, crc32c });
  }
  return settings.kind === "s3"
    ? openS3Client(settings, place)
    : openAzureStoreClient(settings, place);
}

/** Texts of the SDKs may hold what must not be shown; only names pass. */
function sentence(cause: unknown): string {
  if (cause instanceof CoreError) return cause.message;
  const name = cause instanceof Error ? cause.name : typeof cause;
  return `Cannot run the lane: the SDK or the lane failed with ${name}`;
}

if (import.meta.main) {
  // The runtime's type of the global scope is that of a window.
  serveLane(globalThis as unknown as Parent);
}
