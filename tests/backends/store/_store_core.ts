/** A core of stores whose every answer a test decides. */
import type {
  CoreObjectsPort,
  CoreStorePort,
  Gate,
  Space,
  StorePort,
} from "../../../backends/mod.ts";
import type {
  HttpProbe,
  ObjectSpaceSpec,
  SpaceSpec,
  StoreSettings,
} from "../../../ffi/mod.ts";
import { storeSettings as anyStoreSettings } from "../../ffi/core_fixture.ts";
import { FakeCoreError } from "../_disk_core.ts";

/** Settings with a secret that must appear nowhere. */
export const CANARY = "canary-secret-4711";

export function storeSettings(
  over: Partial<StoreSettings> = {},
): StoreSettings {
  return anyStoreSettings({ secretKey: CANARY, ...over });
}

/** Fails with a status where a test names one; else does nothing at all. */
export class StoreCore implements StorePort {
  readonly path = "/no/core.so";
  readonly log: string[] = [];
  probe: HttpProbe | null = {
    version: "libcurl/7.88.1",
    features: new Set(["sigv4", "tls", "http2"]),
  };
  /** By the name of the call: what it fails with. */
  readonly fails = new Map<string, string>();

  httpProbe(): HttpProbe | null {
    this.check("httpProbe");
    return this.probe;
  }

  openStore(settings: StoreSettings): CoreStorePort {
    this.check("openStore");
    this.log.push(`open store ${settings.bucket}`);
    return { close: () => this.log.push("close store") };
  }

  openStoreSpace(
    _store: CoreStorePort,
    request: { readonly spec: SpaceSpec },
  ): Promise<Space> {
    return this.attempt("openStoreSpace", () => ({
      spec: request.spec,
      gate: () => this.answer("gate", GATE),
      lane: () => this.refuse("lane"),
      facts: () => this.refuse("facts"),
      sync: () => this.attempt("sync", () => undefined),
      close: () => this.answer("close", undefined),
    }));
  }

  openObjects(
    _store: CoreStorePort,
    spec: ObjectSpaceSpec,
  ): Promise<CoreObjectsPort> {
    return this.attempt("openObjects", () => ({
      spec,
      gate: () => this.answer("gate", GATE),
      lane: () => this.refuse("lane"),
      key: (index: number) => this.answer("key", `sv-test/${index}`),
      facts: () => this.refuse("facts"),
      sizeBytes: () => 10_000,
      close: () => this.answer("close", undefined),
    }));
  }

  check(call: string): void {
    const status = this.fails.get(call);
    if (status !== undefined) throw new FakeCoreError(-1, status);
  }

  refuse(call: string): never {
    throw new FakeCoreError(-1, this.fails.get(call) ?? "STATE");
  }

  answer<T>(call: string, value: T): T {
    this.check(call);
    this.log.push(call);
    return value;
  }

  attempt<T>(call: string, body: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.check(call);
      resolve(body());
    });
  }
}

const GATE: Gate = {
  open: () => {},
  stop: () => {},
  close: () => {},
};
