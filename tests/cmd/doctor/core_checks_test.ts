/** The promises of cmd/doctor/core_checks.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkCore, type CoreFacts } from "../../../cmd/doctor/core_checks.ts";

function makeFacts(set: Partial<CoreFacts> = {}): CoreFacts {
  return {
    stampKernel: "avx2",
    codecLibraries: ["zlib 1.2.13", "zstd 1.5.4"],
    faultCount: 25,
    faultIdleNs: 0.5,
    httpProbe: () => ({
      version: "libcurl/7.88.1",
      features: new Set(["sigv4", "tls"]),
    }),
    probeUring: () => 0,
    statusText: (status) => `status ${status}`,
    probeAlignment: () =>
      Promise.resolve({ offsetBytes: 512, memoryBytes: 4, source: "statx" }),
    ...set,
  };
}

async function stateOf(name: string, set: Partial<CoreFacts>) {
  const checks = await checkCore(() => makeFacts(set), "/p");
  return checks.find((check) => check.name === name);
}

Deno.test("checkCore() has nothing to note on a host that has it all", async () => {
  const checks = await checkCore(() => makeFacts(), "/p");
  assertEquals(checks.filter(({ state }) => state !== "works"), []);
  assertEquals(
    checks.at(-2)?.text,
    "/p: multiples of 512, memory of 4 (statx)",
  );
});

Deno.test("checkCore() calls a library that does not load essential", async () => {
  const checks = await checkCore(() => {
    throw new Error("Cannot load the core");
  }, "/p");
  assertEquals(checks, [{
    name: "core library",
    state: "missing",
    essential: true,
    text: "Cannot load the core",
  }]);
});

Deno.test("checkCore() names the codecs with their versions", async () => {
  const check = await stateOf("codecs", {});
  assertEquals(check?.text, "zlib 1.2.13, zstd 1.5.4");
});

Deno.test("checkCore() says why there is no ring, and the way out", async () => {
  const check = await stateOf("io_uring", { probeUring: () => -1 });
  assertEquals(check?.state, "limited");
  assertStringIncludes(check?.text ?? "", "status -1");
  assertStringIncludes(check?.remedy ?? "", "io_uring_disabled=0");
});

Deno.test("checkCore() notes portable stamps and fault points that cost", async () => {
  const stamps = await stateOf("stamps", { stampKernel: "portable" });
  assertEquals(stamps?.state, "limited");
  const faults = await stateOf("fault points", { faultIdleNs: 7 });
  assertEquals(faults?.state, "limited");
  assertStringIncludes(faults?.text ?? "", "25 can be armed; 7.0 ns each");
});

Deno.test("checkCore() notes a path without O_DIRECT, and one it cannot ask", async () => {
  const none = await stateOf("O_DIRECT", {
    probeAlignment: () =>
      Promise.resolve({ offsetBytes: 0, memoryBytes: 0, source: "none" }),
  });
  assertStringIncludes(none?.text ?? "", "direct:// cannot be used there");
  const failed = await stateOf("O_DIRECT", {
    probeAlignment: () => Promise.reject(new Error("no such path")),
  });
  assertEquals([failed?.state, failed?.text], ["limited", "no such path"]);
});
