import { assertEquals } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import { StorageError, type StorageErrorKind } from "../../../backends/mod.ts";
import { PatientBackend } from "../../../backends/wrap/patient_backend.ts";
import { assertKind } from "../_rejects.ts";

/** A backend whose next heads fail, and what its wrapper waited for. */
function setUp(failures: StorageErrorKind[], transient = true) {
  const inner = new MemBackend({ url: "mem:" });
  const head = inner.head.bind(inner);
  inner.head = (key) => {
    const kind = failures.shift();
    if (kind === undefined) return head(key);
    return Promise.reject(
      new StorageError("no", { kind, operation: "head", transient }),
    );
  };
  const waits: number[] = [];
  const patient = new PatientBackend(inner, {
    wait: (ms) => Promise.resolve(void waits.push(ms)),
    fraction: () => 0.5,
  });
  return { inner, patient, waits };
}

Deno.test("PatientBackend tries again and counts by cause", async () => {
  const { inner, patient, waits } = setUp([
    "RateLimited",
    "Unavailable",
    "RateLimited",
  ]);
  await inner.put("k", new Uint8Array(3));
  assertEquals((await patient.head("k")).sizeBytes, 3);
  assertEquals([...patient.retries], [["RateLimited", 2], ["Unavailable", 1]]);
  assertEquals(waits, [500, 50, 2000]);
});

Deno.test("PatientBackend gives up after ten attempts", async () => {
  const { patient, waits } = setUp(Array(10).fill("RateLimited"));
  await assertKind(() => patient.head("k"), "RateLimited");
  assertEquals(waits.length, 9);
  assertEquals(waits.at(-1), 10_000);
});

Deno.test("PatientBackend does not repeat what would fail again", async () => {
  const { patient, waits } = setUp(["PermissionDenied"], false);
  await assertKind(() => patient.head("k"), "PermissionDenied");
  assertEquals(waits, []);
});

Deno.test("PatientBackend never repeats a put, whose outcome is unknown", async () => {
  const { inner, patient, waits } = setUp([]);
  inner.put = () =>
    Promise.reject(
      new StorageError("no", {
        kind: "Unavailable",
        operation: "put",
        transient: true,
      }),
    );
  await assertKind(() => patient.put("k", new Uint8Array(1)), "Unavailable");
  assertEquals(waits, []);
});

Deno.test("PatientBackend has many deletes and ends of uploads where its store has them", async () => {
  const { inner, patient } = setUp([]);
  assertEquals([patient.deleteKeys, patient.abortUploads], [
    undefined,
    undefined,
  ]);
  let isBusy = true;
  const many = Object.assign(inner, {
    deleteKeys: () => {
      if (!isBusy) return Promise.resolve();
      isBusy = false;
      return Promise.reject(
        new StorageError("no", {
          kind: "Busy",
          operation: "delete",
          transient: true,
        }),
      );
    },
    abortUploads: () => Promise.resolve(7),
  });
  const able = new PatientBackend(many, {
    wait: () => Promise.resolve(),
    fraction: () => 0,
  });
  await able.deleteKeys?.(["a"]);
  assertEquals(able.retries.get("Busy"), 1);
  assertEquals(await able.abortUploads?.("x"), 7);
});
