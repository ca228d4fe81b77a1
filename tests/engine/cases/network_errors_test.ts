/** Promises of `engine/cases/network_errors.ts`, over stores in memory. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { StorageErrorKind } from "../../../backends/mod.ts";
import { MemBackend } from "../../../backends/mem.ts";
import { StorageError } from "../../../backends/errors.ts";
import { CaseBroken } from "../../../engine/cases/case_broken.ts";
import type { CaseEnv, NetworkFault } from "../../../engine/cases/case.ts";
import { networkErrors } from "../../../engine/cases/network_errors.ts";
import { caseEnv } from "../../_support/case_fixture.ts";
import { FakeStoreFace } from "../../_support/fake_store.ts";

const COUNTERS: Readonly<Record<NetworkFault, string>> = {
  refused: "errorsRefused",
  reset: "errorsReset",
  stalled: "errorsTimeout",
  truncated: "errorsTruncated",
};

/** What a store says of each fault; a test changes one thing. */
interface Told {
  kind(fault: NetworkFault): StorageErrorKind | null;
  counters(fault: NetworkFault): Readonly<Record<string, number>>;
}

const HONEST: Told = {
  kind: (fault) => fault === "stalled" ? "TimedOut" : "Unavailable",
  counters: (fault) => ({ getErrors: 6, [COUNTERS[fault]]: 6 }),
};

class Broken extends MemBackend {
  override readonly store: FakeStoreFace;
  readonly #kind: StorageErrorKind | null;

  constructor(told: Told, fault: NetworkFault) {
    super({ url: "mem:" });
    this.#kind = told.kind(fault);
    this.store = new FakeStoreFace((lane) => {
      lane.now = told.counters(fault);
      lane.end(0);
    });
  }

  override get(_key: string): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#kind === null) return Promise.resolve(new Uint8Array(10));
    return Promise.reject(
      new StorageError("It fails", { kind: this.#kind, operation: "get" }),
    );
  }
}

function env(changes: Partial<Told> = {}) {
  const closed: NetworkFault[] = [];
  const opened: Broken[] = [];
  const told = { ...HONEST, ...changes };
  const brokenStore: CaseEnv["brokenStore"] = (_scheme, fault) => {
    const backend = new Broken(told, fault);
    opened.push(backend);
    const close = () => {
      closed.push(fault);
      return Promise.resolve();
    };
    return Promise.resolve({ backend, close });
  };
  return { closed, opened, env: caseEnv({ scheme: "s3", brokenStore }) };
}

async function brokenBy(changes: Partial<Told>): Promise<string> {
  const made = env(changes);
  const error = await assertRejects(() => networkErrors(made.env), CaseBroken);
  assertEquals(made.closed.length, made.opened.length);
  return error.message;
}

Deno.test("networkErrors() tries every fault on both faces, and closes all", async () => {
  const made = env();
  const seen = await networkErrors(made.env);
  assertStringIncludes(seen, "refused, reset, stalled, truncated");
  assertStringIncludes(seen, "24 operations under load were counted");
  assertEquals(made.closed, ["refused", "reset", "stalled", "truncated"]);
  const spaces = made.opened.flatMap(({ store }) => store.opened);
  assertEquals(spaces.map(({ isClosed }) => isClosed), [
    true,
    true,
    true,
    true,
  ]);
  const lanes = spaces.flatMap((space) => space.lanes);
  assertEquals(lanes.every(({ isClosed }) => isClosed), true);
});

Deno.test("networkErrors() is broken by a body that ends early without a word", async () => {
  const message = await brokenBy({
    kind: (fault) => fault === "truncated" ? null : HONEST.kind(fault),
  });
  assertStringIncludes(message, "is truncated gives 10 bytes");
});

Deno.test("networkErrors() is broken by a failure of another name", async () => {
  assertStringIncludes(
    await brokenBy({ kind: () => "NotFound" }),
    "is refused fails with NotFound (It fails), and should fail with",
  );
});

Deno.test("networkErrors() is broken by an operation that nobody counts", async () => {
  assertStringIncludes(
    await brokenBy({ counters: () => ({ getErrors: 5, errorsRefused: 5 }) }),
    "counts 0 gets and 5 errors, and should count 6 in all",
  );
  assertStringIncludes(
    await brokenBy({ counters: () => ({ getOps: 6 }) }),
    "passes 6 gets, and should pass none",
  );
  assertStringIncludes(
    await brokenBy({ counters: () => ({ getErrors: 6, errorsOther: 6 }) }),
    "counts 0 of 6 as errorsRefused",
  );
});
