/**
 * Tries a target from the outside in: what was written about it, the way to it,
 * who asks, the place, and one small object that is put, read and deleted. Says
 * which step failed first; nothing that was there is touched.
 */
import type { Backend } from "../contract.ts";
import type { CorePort } from "../core_port.ts";
import { StorageError } from "../errors.ts";
import { openBackend } from "../registry.ts";
import type { Target } from "../targets/target.ts";
import type { CheckStep } from "./check_step.ts";
import { reachEndpoints } from "./reach_endpoint.ts";
import { NOT_TRIED, StepList } from "./step_list.ts";
import { readStoreWay, type StoreWay } from "./store_way.ts";

export interface CheckTargetOptions {
  readonly core: CorePort;
  /** The value of a variable of the environment. */
  readonly env: (name: string) => string | undefined;
  /** Makes the probe's key one that nobody has. */
  readonly nonce: string;
}

/** What goes into the probe; its size is no multiple of anything. */
const PROBE = new TextEncoder().encode("stor-verify checks this target\n");

/** Never throws for what the target does. */
export async function checkTarget(
  target: Target,
  options: CheckTargetOptions,
): Promise<CheckStep[]> {
  const steps = new StepList();
  let way: StoreWay | null = null;
  let backend: Backend | undefined;
  await steps.attempt("settings", async () => {
    way = readStoreWay(target, options.env);
    backend = await openBackend(target, { core: options.core });
    return way === null ? target.url.text : describeWay(way);
  });
  if (way !== null) await checkWay(steps, way);
  if (backend !== undefined) {
    try {
      await checkPlace({ steps, backend, target, nonce: options.nonce });
    } finally {
      await backend.close();
    }
  }
  return steps.done;
}

function describeWay({ reach, about }: StoreWay): string {
  return [reach.endpoints.join(", "), ...about].join("; ");
}

async function checkWay(steps: StepList, way: StoreWay): Promise<void> {
  if (steps.hasFailed) return;
  const { reach } = way;
  const isTls = reach.endpoints.some((one) => one.startsWith("https:"));
  const passed = {
    name: `${reach.endpoints.length === 1 ? "it resolves" : "all resolve"}`,
    connection: reach.proxy === undefined ? "it is open" : "by the proxy",
    tls: reach.insecure ? "any certificate is taken" : "it is trusted",
  };
  const unreached = await steps.caught(
    "connection",
    () => reachEndpoints(reach),
  );
  const names = ["name", "connection", ...(isTls ? ["tls" as const] : [])];
  for (const step of ["name", "connection", "tls"] as const) {
    if (!names.includes(step)) continue;
    if (steps.hasFailed) {
      steps.skip(step, NOT_TRIED);
      continue;
    }
    const failedAt = unreached && STEP_OF[unreached.step];
    if (failedAt === step && unreached) steps.fail(step, unreached.text);
    else steps.pass(step, passed[step]);
  }
  await steps.attempt("credential", way.credential);
}

const STEP_OF = {
  resolve: "name",
  connect: "connection",
  proxy: "connection",
  tls: "tls",
  exchange: "connection",
} as const;

async function checkPlace(placed: {
  readonly steps: StepList;
  readonly backend: Backend;
  readonly target: Target;
  readonly nonce: string;
}): Promise<void> {
  const { steps, backend, nonce } = placed;
  const key = `stor-verify-check-${nonce}`;
  const { kind } = await backend.block?.facts().catch(() => null) ??
    { kind: null };
  await steps.attempt("place", async () => {
    await backend.admit(kind === "device" ? "verify" : "create");
    return "it can be used";
  });
  const why = await unwritable(placed, kind);
  if (why !== null && !steps.hasFailed) {
    for (const step of ["write", "read", "delete"] as const) {
      steps.skip(step, why);
    }
    return;
  }
  let mayBeThere = false;
  await steps.attempt("write", async () => {
    try {
      await backend.put(key, PROBE);
      mayBeThere = true;
    } catch (error) {
      mayBeThere = isUnsettled(error);
      throw error;
    }
    return `${PROBE.length} bytes as "${key}"`;
  });
  await steps.attempt("read", () => readProbe(backend, key));
  await steps.attempt(
    "delete",
    () => deleteProbe(backend, key),
    { despite: mayBeThere },
  );
}

/** A put that was not answered may have been carried out all the same. */
function isUnsettled(error: unknown): boolean {
  return error instanceof StorageError &&
    ["Unavailable", "TimedOut", "Unexpected"].includes(error.kind);
}

/** Why nothing is written there by a check; `null` if something is. */
async function unwritable(
  placed: { readonly backend: Backend; readonly target: Target },
  kind: string | null,
): Promise<string | null> {
  if (kind === "device") return "a device is written by a run only";
  if (!placed.backend.capabilities.has("read")) return "nothing is kept there";
  if (!("path" in placed.target.url)) return null;
  try {
    await placed.backend.list({ limit: 1 });
    return null;
  } catch (error) {
    const isAbsent = error instanceof StorageError && error.kind === "NotFound";
    return isAbsent ? "the folder is not there yet; a run makes it" : null;
  }
}

async function readProbe(backend: Backend, key: string): Promise<string> {
  const found = await backend.get(key);
  const { sizeBytes } = await backend.head(key);
  const isSame = found.length === PROBE.length &&
    found.every((byte, at) => byte === PROBE[at]);
  if (isSame && sizeBytes === PROBE.length) {
    return "the same bytes came back";
  }
  throw new StorageError(
    `Cannot trust "${backend.url}": it returned ${found.length} bytes that ` +
      `are not the ${PROBE.length} that were put`,
    { kind: "Unexpected", operation: "get" },
  );
}

async function deleteProbe(backend: Backend, key: string): Promise<string> {
  await backend.delete(key);
  try {
    await backend.head(key);
  } catch (error) {
    if (error instanceof StorageError && error.kind === "NotFound") {
      return "it is gone";
    }
    throw error;
  }
  throw new StorageError(
    `Cannot trust "${backend.url}": "${key}" is still there after its delete`,
    { kind: "Unexpected", operation: "delete" },
  );
}
