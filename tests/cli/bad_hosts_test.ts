/** Hosts on which something is missing: io_uring, or a core that fits. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { Child } from "../_support/child.ts";
import { runCli } from "../_support/cli.ts";
import { compileC } from "../_support/compiled.ts";
import { withRunPlace } from "../_support/short_profile.ts";

const NO_URING = new URL("../_support/no_uring.c", import.meta.url).pathname;

Deno.test("run where io_uring is refused uses psync, and says so", async () => {
  await withRunPlace(async (place) => {
    const under = [await compileC(NO_URING, `${place.cwd}/no_uring`)];
    const end = await new Child(
      ["run", "--json", "-", ...place.flags],
      { ...place, under },
    ).end();
    assertEquals(end.exit, 0, end.err);
    const report = loadReport(end.out);
    assertEquals(report.steps.map(({ io }) => io), ["psync", "psync"]);
    assertStringIncludes(report.doubts.join("\n"), "psync");
  });
});

Deno.test("run --io io_uring where it is refused ends with 2 and the reason", async () => {
  await withRunPlace(async (place) => {
    const under = [await compileC(NO_URING, `${place.cwd}/no_uring`)];
    const end = await new Child(
      ["run", "--io", "io_uring", ...place.flags],
      { ...place, under },
    ).end();
    assertEquals([end.exit, end.out], [2, ""], end.err);
    assertStringIncludes(end.err, "io_uring is refused here");
  });
});

Deno.test("doctor says where io_uring is refused, and is not alarmed", async () => {
  await withRunPlace(async (place) => {
    const under = [await compileC(NO_URING, `${place.cwd}/no_uring`)];
    const end = await new Child(["doctor"], { ...place, under }).end();
    assertEquals(end.exit, 0, end.err);
    assertStringIncludes(end.out, "note io_uring");
    assertStringIncludes(end.out, "EPERM");
  });
});

/** Root may lock what it likes unless it gives that power away. */
const LITTLE_MEMLOCK = [
  "setpriv",
  "--bounding-set=-ipc_lock",
  "--inh-caps=-ipc_lock",
  "prlimit",
  "--memlock=65536:65536",
];

Deno.test("run with too little lockable memory goes on, and says what it lost", async () => {
  await withRunPlace(async (place) => {
    const end = await new Child(
      ["run", "--json", "-", ...place.flags],
      { ...place, under: LITTLE_MEMLOCK },
    ).end();
    assertEquals(end.exit, 0, end.err);
    const { doubts } = loadReport(end.out);
    assertStringIncludes(doubts.join("\n"), "buffers were not registered");
  });
});

Deno.test("a core of another ABI ends with 3 and names both numbers", async () => {
  await withRunPlace(async (place) => {
    const source = `${place.cwd}/other.c`;
    await Deno.writeTextFile(source, "unsigned sv_abi(void) { return 999; }\n");
    const core = `${place.cwd}/other.so`;
    await compileC(source, core, ["-shared", "-fPIC"]);
    const end = await runCli(["run", ...place.flags], {
      cwd: place.cwd,
      env: { ...place.env, STOR_VERIFY_CORE: core },
    });
    assertEquals([end.exit, end.out], [3, ""]);
    assertStringIncludes(end.err, "has ABI 999");
    assertStringIncludes(end.err, 'Run "deno task core"');
  });
});

Deno.test("a core that is no library ends with 3 and the way out", async () => {
  await withRunPlace(async (place) => {
    const core = `${place.cwd}/short.yaml`;
    const end = await runCli(["run", ...place.flags], {
      cwd: place.cwd,
      env: { ...place.env, STOR_VERIFY_CORE: core },
    });
    assertEquals([end.exit, end.out], [3, ""]);
    assertStringIncludes(end.err, "is not a library of this program");
  });
});
