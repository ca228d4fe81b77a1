/**
 * The faces of a store whose requests are sent by threads of the core, over the
 * libcurl of this host. Goes in: settings that a backend made of its own, and
 * the core; comes out: keys and offsets under load.
 */
import type {
  HttpProbe,
  ObjectSpaceSpec,
  SpaceSpec,
  StoreSettings,
} from "../../ffi/mod.ts";
import type { BlockFace, BlockFacts } from "../block.ts";
import type { CoreStorePort, StorePort } from "../core_port.ts";
import { StorageError } from "../errors.ts";
import type { StoreFace, StoreFacts } from "../store.ts";
import { isPlainEndpoint } from "./plain_endpoint.ts";
import { storeFailure, wordStore } from "./store_failure.ts";
import { type OverStore, StoreObjects, StoreSpace } from "./store_spaces.ts";

export interface NativeFaceOptions {
  /** As it may be printed. */
  readonly url: string;
  readonly core: StorePort;
  /** Asked for when a space is opened, so that a token may be a fresh one. */
  readonly settings: StoreSettings | (() => Promise<StoreSettings>);
}

/** Both faces of one store. */
export interface NativeFaces {
  readonly store: StoreFace;
  readonly block: BlockFace;
}

/** Opens nothing and sends nothing. */
export function nativeStoreFace(options: NativeFaceOptions): NativeFaces {
  return {
    store: {
      facts: () => storeFacts(options),
      open: (spec) => openObjects(options, spec),
    },
    block: {
      facts: () => blockFacts(options),
      open: (spec) => openSpace(options, spec),
    },
  };
}

/** The settings as they are now. */
export async function settingsOf(
  options: Pick<NativeFaceOptions, "settings">,
): Promise<StoreSettings> {
  const { settings } = options;
  return typeof settings === "function" ? await settings() : settings;
}

async function storeFacts(options: NativeFaceOptions): Promise<StoreFacts> {
  const settings = await settingsOf(options);
  const { version } = probe(options, settings);
  return {
    client: "libcurl",
    clientVersion: version,
    endpoints: settings.endpoints.length,
    isInsecure: settings.insecure === true,
    ...(settings.endpoints.some(isPlainEndpoint) && { isPlain: true }),
    checksum: settings.checksum ?? "none",
  };
}

async function blockFacts(options: NativeFaceOptions): Promise<BlockFacts> {
  probe(options, await settingsOf(options));
  return {
    kind: "store",
    alignBytes: 1,
    alignSource: "none",
    direct: false,
    // A store does not tell; what it refuses is a failed write.
    freeBytes: Number.MAX_SAFE_INTEGER,
    io: ["http"],
  };
}

async function openObjects(options: NativeFaceOptions, spec: ObjectSpaceSpec) {
  const { url, core } = options;
  const inner = await overStore(
    options,
    (store) => core.openObjects(store, spec),
  );
  return new StoreObjects({ url, ...inner });
}

async function openSpace(options: NativeFaceOptions, spec: SpaceSpec) {
  const { url, core } = options;
  const objectIds = spec.files.map(({ objectId }) => objectId);
  const inner = await overStore(
    options,
    (store) => core.openStoreSpace(store, { spec, objectIds }),
  );
  return new StoreSpace({ url, ...inner });
}

/** Opens a store and what stands on it; leaves neither behind on failure. */
async function overStore<Inner>(
  options: NativeFaceOptions,
  open: (store: CoreStorePort) => Promise<Inner>,
): Promise<Omit<OverStore<Inner>, "url">> {
  const { url, core } = options;
  const settings = await settingsOf(options);
  probe(options, settings);
  const attempt = { action: `open "${url}"`, operation: "open" };
  const store = wordStore(attempt, () => core.openStore(settings));
  try {
    const { endpoints } = settings;
    return { inner: await open(store), store, endpoints };
  } catch (cause) {
    store.close();
    throw storeFailure(attempt, cause);
  }
}

/** Fails unless the libcurl of this host can do what the settings need. */
function probe(options: NativeFaceOptions, settings: StoreSettings): HttpProbe {
  const { url, core } = options;
  const refuse = (reason: string) =>
    new StorageError(
      `Cannot load "${url}": ${reason}, or set client: sdk for this target`,
      { kind: "Unsupported", operation: "open", context: [["url", url]] },
    );
  const http = wordStore(
    { action: `load "${url}"`, operation: "open" },
    () => core.httpProbe(),
  );
  if (http === null) {
    throw refuse(
      "libcurl is not on this host, or is too old: install libcurl4",
    );
  }
  const { version, features } = http;
  const isSigned = settings.kind === "s3" && settings.accessKey !== undefined;
  if (isSigned && !features.has("sigv4")) {
    throw refuse(`${version} cannot sign requests: install libcurl 7.88`);
  }
  const isTls = settings.endpoints.some((one) => one.startsWith("https:"));
  if (isTls && !features.has("tls")) {
    throw refuse(`${version} speaks no TLS: install one that does`);
  }
  if (settings.httpVersion === 2 && !features.has("http2")) {
    throw refuse(`${version} speaks no HTTP/2: set httpVersion: 1`);
  }
  return http;
}
