/**
 * The store face of `client: sdk`: lanes in workers of the script, through the
 * store's own SDK, as an application would use it. Slower than the core's
 * lanes by far, which is what it is there to show.
 */
import type { ObjectSpaceSpec } from "../../../ffi/mod.ts";
import type { StoreFace, StoreFacts } from "../../store.ts";
import { storeFailure } from "../store_failure.ts";
import type { ClientSettings } from "./client_settings.ts";
import { keyShape, type ShapePort } from "./key_shape.ts";
import { openStates } from "./state_file.ts";
import type { LanePeer } from "./script_object_lane.ts";
import { ScriptSpace } from "./script_space.ts";
import { isPlainEndpoint } from "../plain_endpoint.ts";

export interface SdkFaceOptions {
  /** As it may be printed. */
  readonly url: string;
  readonly core: ShapePort & {
    /** Of the library; workers open it once more. */
    readonly path: string;
  };
  readonly settings: ClientSettings | (() => Promise<ClientSettings>);
  /** As the SDK names itself: `@aws-sdk/client-s3 3.1169.0`. */
  readonly clientVersion: string;
  /** See `StoreFacts`. */
  readonly takesParts?: false;
}

/** Opens nothing and sends nothing. */
export function sdkStoreFace(options: SdkFaceOptions): StoreFace {
  return {
    facts: async () => factsOf(options, await settingsOf(options)),
    open: (spec) => open(options, spec),
  };
}

function factsOf(
  options: SdkFaceOptions,
  settings: ClientSettings,
): StoreFacts {
  return {
    client: "sdk",
    clientVersion: options.clientVersion,
    endpoints: settings.endpoints.length,
    isInsecure: settings.insecure === true,
    ...(settings.endpoints.some(isPlainEndpoint) && { isPlain: true }),
    checksum: settings.checksum ?? "none",
    ...(options.takesParts === false && { takesParts: false }),
  };
}

async function open(options: SdkFaceOptions, spec: ObjectSpaceSpec) {
  const { url, core } = options;
  const settings = await settingsOf(options);
  const attempt = { action: `open "${url}"`, operation: "open" };
  try {
    const shape = await keyShape(core, spec);
    try {
      const states = await openStates(url, spec);
      const { path: corePath } = core;
      const parts = { url, spec, settings, shape, states, corePath, hire };
      return new ScriptSpace(parts);
    } catch (error) {
      shape[Symbol.dispose]();
      throw error;
    }
  } catch (cause) {
    throw storeFailure(attempt, cause);
  }
}

async function settingsOf({ settings }: Pick<SdkFaceOptions, "settings">) {
  return typeof settings === "function" ? await settings() : settings;
}

/** The name is read by `deno compile`, which must be told to include it. */
function hire(): LanePeer {
  return new Worker(new URL("./lane_worker.ts", import.meta.url), {
    type: "module",
  });
}
