/** The promises of cmd/doctor.ts. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";

async function withHome(
  body: (home: string) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  await body(home);
  await Deno.remove(home, { recursive: true });
}

Deno.test("doctor finds a host on which the tests pass usable", async () => {
  await withHome(async (home) => {
    const end = await runCli(["doctor"], { cwd: home, env: { HOME: home } });
    assertEquals(end.exit, 0, end.out);
    for (const name of ["core library", "stamps", "io_uring", "O_DIRECT"]) {
      assertStringIncludes(end.out, ` ${name} `);
    }
    const long = end.out.split("\n").filter((line) => line.length > 80);
    assertEquals(long.filter((line) => !line.includes(home)), []);
    assertStringIncludes(end.out, "\nnext  stor-verify run");
    assertEquals([...Deno.readDirSync(home)], []);
  });
});

Deno.test("doctor ends with 3 when the core does not load", async () => {
  await withHome(async (home) => {
    const end = await runCli(["doctor", "--json"], {
      cwd: home,
      env: { HOME: home, STOR_VERIFY_CORE: "/nowhere/at/all.so" },
    });
    assertEquals(end.exit, 3);
    const found: { isUsable: boolean } = JSON.parse(end.out);
    assert(!found.isUsable);
    assertStringIncludes(end.out, '"command": "stor-verify doctor"');
  });
});

Deno.test("doctor asks the path that it is given", async () => {
  await withHome(async (home) => {
    const end = await runCli(["doctor", "--path", "/nowhere/at/all"], {
      cwd: home,
      env: { HOME: home },
    });
    assertEquals(end.exit, 0);
    assertStringIncludes(end.out, "/nowhere/at/all");
  });
});
