/**
 * A block device as a target: no objects, only the block face. Before a load
 * writes to it, the kernel must not be using it, its serial must have been
 * typed, and nothing but our own stamps may lie on it.
 */
import type { BlockFace } from "../block.ts";
import { deviceBlockFace } from "../block_face.ts";
import type { Capability } from "../capability.ts";
import type { BackendUse } from "../contract.ts";
import type { CorePort } from "../core_port.ts";
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { diskFailure } from "../folder/disk_failure.ts";
import { RefusingBackend } from "../refusing_backend.ts";
import { busyText } from "../space_failure.ts";
import { deviceIdentity } from "./device_identity.ts";
import { readSignature, SIGNATURE_BYTES } from "./signature.ts";

const BUSY_LOOKS = 20;
const BUSY_PAUSE_MS = 100;

export interface DeviceBackendOptions {
  readonly url: string;
  readonly path: string;
  readonly core: CorePort;
  /** Serial that was typed; absent when none was. */
  readonly eraseDevice?: string;
}

export class DeviceBackend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability> = new Set(["block" as const]);
  readonly #options: DeviceBackendOptions;

  constructor(options: DeviceBackendOptions) {
    super(blockFace(options));
    this.url = options.url;
    this.#options = options;
  }

  override admit(use: BackendUse): Promise<void> {
    return admitDevice(this.#options, use === "create" ? "create" : "read");
  }
}

function blockFace(options: DeviceBackendOptions): BlockFace {
  return deviceBlockFace({
    ...options,
    admit: (spec) =>
      admitDevice(
        options,
        spec.readOnly ? "read" : spec.mode === "create" ? "create" : "write",
      ),
  });
}

/** `write` goes on with our own stamps; `create` begins on a blank device. */
async function admitDevice(
  options: DeviceBackendOptions,
  use: "read" | "write" | "create",
): Promise<void> {
  const { core, path } = options;
  const facts = await worded(options, () => settledFacts(core, path));
  if (facts.claimed) throw refusal(options, "Busy", busyText(path));
  if (use === "read") return;
  if (facts.readOnly) {
    throw refusal(
      options,
      "ReadOnly",
      `Cannot write to "${path}": the kernel says the device is read-only`,
    );
  }
  const serial = await deviceIdentity(core, path, facts);
  if (options.eraseDevice !== serial) {
    throw refusal(options, "PermissionDenied", serialText(options, serial));
  }
  if (use !== "create") return;
  const found = await worded(
    options,
    () => readEnds(core, path, facts.sizeBytes),
  );
  if (found.kind !== "foreign") return;
  throw refusal(
    options,
    "AlreadyExists",
    `Cannot write to "${path}": it holds ${found.name}; if that may go, make ` +
      `it blank first: wipefs -a "${path}" and blkdiscard -z "${path}"`,
  );
}

/**
 * The kernel takes a ring apart after its process has ended, and lets go of its
 * device only then: a run that ended a moment ago may still be seen.
 */
async function settledFacts(core: CorePort, path: string) {
  for (let tried = 1;; tried += 1) {
    const facts = await core.probePath(path);
    if (!facts.claimed || tried === BUSY_LOOKS) return facts;
    await new Promise((wake) => setTimeout(wake, BUSY_PAUSE_MS));
  }
}

async function readEnds(core: CorePort, path: string, sizeBytes: number) {
  const file = await core.openFile(path, { create: false, direct: false });
  try {
    const length = Math.min(SIGNATURE_BYTES, sizeBytes);
    const first = new Uint8Array(length);
    const last = new Uint8Array(length);
    await file.read(first, 0);
    await file.read(last, sizeBytes - length);
    return readSignature(first, last);
  } finally {
    file.close();
  }
}

function serialText(options: DeviceBackendOptions, serial: string): string {
  const { path, eraseDevice } = options;
  if (eraseDevice === undefined) {
    return `Cannot write to "${path}": all that is on this device would be ` +
      `lost; if it may be, give --erase-device ${serial}`;
  }
  return `Cannot write to "${path}": --erase-device names "${eraseDevice}", ` +
    `and this device is "${serial}"`;
}

function refusal(
  options: DeviceBackendOptions,
  kind: StorageErrorKind,
  message: string,
): StorageError {
  return new StorageError(message, {
    kind,
    operation: "open",
    context: [["url", options.url]],
  });
}

async function worded<T>(
  options: DeviceBackendOptions,
  body: () => T | Promise<T>,
): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    const { url, path } = options;
    throw diskFailure(
      { action: `look at "${url}"`, operation: "open", path },
      cause,
    );
  }
}
