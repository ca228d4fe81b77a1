import { assertEquals } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import { type Backend, HidingBackend } from "../../../backends/mod.ts";
import {
  admitObjects,
  claimObjects,
  continueObjects,
  resumeObjects,
} from "../../../backends/wrap/object_guard.ts";
import { MARKER_NAME } from "../../../backends/wrap/marker.ts";
import { readObjectMarker } from "../../../backends/wrap/object_claim.ts";
import { assertKind } from "../_rejects.ts";

const ONE = new Uint8Array([1]);

interface Asked {
  readonly runId?: string;
  readonly replace?: boolean;
  readonly isAlive?: boolean;
  readonly host?: string;
}

function options(asked: Asked = {}) {
  return {
    runId: asked.runId ?? "aa11",
    files: ["sv-aa11/", "data-0"],
    replace: asked.replace ?? false,
    ports: {
      pid: 42,
      host: asked.host ?? "here",
      now: () => new Date(0),
      isAlive: () => asked.isAlive ?? false,
    },
  };
}

async function keysOf(backend: Backend): Promise<string[]> {
  return (await backend.list()).objects.map(({ key }) => key);
}

Deno.test("claimObjects() lays its marker before any key can be put", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const claim = await claimObjects(backend, options());
  assertEquals([claim.runId, claim.madeFolder], ["aa11", false]);
  assertEquals(await keysOf(backend), [MARKER_NAME]);
  const found = await readObjectMarker(backend);
  assertEquals(found?.marker.files, ["sv-aa11/", "data-0"]);
  assertEquals(found?.marker.state, "running");
});

Deno.test("claimObjects() refuses foreign objects and leaves them", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await backend.put("theirs/x", ONE);
  await assertKind(() => admitObjects(backend, options()), "AlreadyExists");
  const replace = options({ replace: true });
  await assertKind(() => claimObjects(backend, replace), "AlreadyExists");
  assertEquals(await keysOf(backend), ["theirs/x"]);
});

Deno.test("claimObjects() gives a place to one of two runs", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const ends = await Promise.allSettled(
    ["aa11", "bb22"].map((runId) => claimObjects(backend, options({ runId }))),
  );
  const won = ends.filter(({ status }) => status === "fulfilled");
  assertEquals(won.length, 1);
});

Deno.test("claimObjects() also sees to it that one wins without conditions", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const first = new HidingBackend(mem, "writeIfAbsent");
  const plain = new HidingBackend(first, "writeIfMatch");
  const claim = await claimObjects(plain, options());
  await claim.release({ delete: true });
  assertEquals(await keysOf(mem), []);
});

Deno.test("claimObjects() never takes a place from a run that lives", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await claimObjects(backend, options());
  const second = { runId: "bb22", replace: true, isAlive: true };
  await assertKind(() => claimObjects(backend, options(second)), "Busy");
});

Deno.test("claimObjects() replaces a run that is over when told to", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await claimObjects(backend, options());
  await backend.put("sv-aa11/0", ONE);
  await backend.put("beside", ONE);
  const second = { runId: "bb22", replace: false };
  await assertKind(
    () => claimObjects(backend, options(second)),
    "AlreadyExists",
  );
  await claimObjects(backend, options({ ...second, replace: true }));
  assertEquals(await keysOf(backend), [MARKER_NAME, "beside"]);
  assertEquals((await readObjectMarker(backend))?.marker.runId, "bb22");
});

Deno.test("resumeObjects() resumes the run that the marker names", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await assertKind(() => resumeObjects(backend, "aa11"), "NotFound");
  const claim = await claimObjects(backend, options());
  await claim.release({ delete: false, state: "complete" });
  await assertKind(() => resumeObjects(backend, "bb22"), "NotFound");
  const resumed = await resumeObjects(backend, "aa11");
  await resumed.release({ delete: true });
  assertEquals(await keysOf(backend), []);
});

Deno.test("continueObjects() takes the place of a process that is gone", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await claimObjects(backend, options());
  const ports = { ...options().ports, pid: 43 };
  const claim = await continueObjects(backend, "aa11", ports);
  const marker = (await readObjectMarker(backend))?.marker;
  assertEquals([marker?.pid, marker?.state], [43, "running"]);
  await claim.release({ delete: true });
  assertEquals(await keysOf(backend), []);
});

Deno.test("continueObjects() leaves a place to whoever has it", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await claimObjects(backend, options());
  const ports = { ...options({ isAlive: true }).ports, pid: 43 };
  await assertKind(() => continueObjects(backend, "aa11", ports), "Busy");
  await assertKind(() => continueObjects(backend, "bb22", ports), "NotFound");
  assertEquals((await readObjectMarker(backend))?.marker.pid, 42);
});

Deno.test("continueObjects() is given to one of two processes", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const first = await claimObjects(backend, options());
  await first.release({ delete: false, state: "interrupted" });
  const ends = await Promise.allSettled(
    [43, 44].map((pid) =>
      continueObjects(backend, "aa11", { ...options().ports, pid })
    ),
  );
  const won = ends.filter(({ status }) => status === "fulfilled");
  assertEquals(won.length, 1);
});
