/** Runs over a store as their users meet them: kept, judged again, cleaned. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { openBackend, parseUrl, Secret } from "../../backends/mod.ts";
import { loadCore } from "../../ffi/mod.ts";
import { Child } from "../_support/child.ts";
import {
  ACCESS_KEY,
  SECRET_KEY,
  type StorePlace,
  withStorePlace,
} from "../_support/store_place.ts";

const RUN = ["run", "--profile", "short.yaml", "--target", "store", "--quiet"];

/** The store as somebody else sees it, from the root of its bucket. */
async function openBeside({ endpoint }: StorePlace) {
  const core = loadCore();
  const [bucket = ""] = endpoint.targetUrl.slice("s3://".length).split("/");
  const url = parseUrl(`s3://${bucket}`);
  const settings = {
    ...endpoint.settings,
    accessKeyId: ACCESS_KEY,
    secretAccessKey: new Secret(SECRET_KEY),
  };
  const backend = await openBackend({ name: "beside", url, settings }, {
    core,
  });
  return {
    backend,
    async keys(): Promise<string[]> {
      return (await backend.list()).objects.map(({ key }) => key);
    },
    async close() {
      await backend.close();
      core.close();
    },
  };
}

Deno.test("run over a store passes and leaves nothing there", async () => {
  await withStorePlace({}, async (place) => {
    const ended = await place.run(RUN);
    assertEquals(ended.exit, 0, ended.err + ended.out);
    assertMatch(ended.out, /deleted {2}the run's objects: every byte was/);
    assertMatch(ended.out, /client {5}libcurl\//);
    const beside = await openBeside(place);
    assertEquals(await beside.keys(), []);
    await beside.close();
  });
});

Deno.test("verify finds what somebody did to an object, and clean takes all away", async () => {
  await withStorePlace({}, async (place) => {
    const kept = await place.run([...RUN, "--keep"]);
    assertEquals(kept.exit, 0, kept.err + kept.out);
    assertEquals((await place.run(["verify", "last"])).exit, 0);

    const beside = await openBeside(place);
    const keys = await beside.keys();
    const victim = keys.find((key) => /\d$/.test(key)) ?? "";
    const bytes = (await beside.backend.get(victim)).slice();
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await beside.backend.put(victim, bytes);

    const found = await place.run(["verify", "last"]);
    assertEquals(found.exit, 1, found.err + found.out);
    assertStringIncludes(found.out, "bit rot");
    const [again = ""] = /stor-verify verify \S+ .*--key \d+/.exec(found.out) ??
      [];
    const once = await place.run(again.split(" ").slice(1));
    assertEquals(once.exit, 1, once.err + once.out);
    assertMatch(once.out, /objects {4}0 put, 1 got, 1 compared/);

    await beside.backend.delete(victim);
    const lost = await place.run(["verify", "last"]);
    assertEquals(lost.exit, 1);
    assertStringIncludes(lost.out, "is not there, though");

    assertEquals((await place.run(["clean", "last"])).exit, 0);
    assertEquals(await beside.keys(), []);
    await beside.close();
  });
});

Deno.test("clean leaves what is not the run's, and says so", async () => {
  await withStorePlace({}, async (place) => {
    await place.run([...RUN, "--keep"]);
    const beside = await openBeside(place);
    const [first = ""] = await beside.keys();
    const own = first.replace(/\.stor-verify\.json$|sv-.*$/, "");
    await beside.backend.put(`${own}precious`, new Uint8Array(3));
    const cleaned = await place.run(["clean", "last"]);
    assertEquals(cleaned.exit, 0, cleaned.err);
    assertMatch(cleaned.out, /left .*precious: not of this run/);
    assertEquals(await beside.keys(), [`${own}precious`]);
    const refused = await place.run(RUN);
    assertEquals(refused.exit, 3);
    assertStringIncludes(refused.err, "not empty and not ours");
    assertEquals(await beside.keys(), [`${own}precious`]);
    await beside.close();
  });
});

Deno.test("clean outlasts a store that throttles, fails and cuts answers, and tells it", async () => {
  await withStorePlace({}, async (place) => {
    const kept = await place.run([...RUN, "--keep"]);
    assertEquals(kept.exit, 0, kept.err);
    place.endpoint.mutants.arm([
      { name: "slow-down", every: 4, count: 2 },
      { name: "internal-error", every: 3, count: 3 },
      { name: "drop-answer", every: 5, count: 2 },
    ]);
    const cleaned = await place.run(["clean", "last"]);
    assertEquals(cleaned.exit, 0, cleaned.err);
    assertMatch(
      cleaned.out,
      /retried \d+ requests to .*: .*throttled.*\d unavailable|retried \d+ requests to .*: .*unavailable.*\d throttled/,
    );
    const beside = await openBeside(place);
    assertEquals(await beside.keys(), []);
    await beside.close();
  });
});

Deno.test("hints of a run can be typed as they stand, from another folder", async () => {
  await withStorePlace({}, async (place) => {
    // Writes the targets file, which then is one that nobody looks for.
    await place.run(["--version"]);
    const config = `${place.cwd}/my targets.yaml`;
    await Deno.rename(`${place.cwd}/stor-verify.yaml`, config);
    const child = (cwd: string, typed: readonly string[]) =>
      new Child(typed, { cwd, env: { HOME: cwd } }).end();
    const flags = ["--config", "my targets.yaml", "--runs", "my runs"];
    const kept = await child(place.cwd, [...RUN, "--keep", ...flags]);
    assertEquals(kept.exit, 0, kept.err);
    const folder = `${place.cwd}/objects`;
    for (const command of ["verify", "clean"]) {
      const [typed = ""] = new RegExp(`stor-verify ${command} .*`)
        .exec(kept.out) ?? [];
      const words = [...typed.matchAll(/'([^']*)'|(\S+)/g)]
        .map(([, quoted, plain]) => quoted ?? plain ?? "");
      const end = await child(folder, words.slice(1));
      assertEquals(end.exit, 0, `${typed}: ${end.err}`);
    }
  });
});
