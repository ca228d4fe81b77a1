/** A whole cluster of processes, as a person starts it. */
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import { main } from "../../../cmd/mod.ts";
import { ChildServer } from "../../../cmd/serve/child_server.ts";
import { testContext } from "../../_support/cli.ts";
import { processesOf } from "../../_support/processes_of.ts";
import { seeded } from "../../backends/reference/cluster/_cluster.ts";

interface Health {
  readonly status: string;
  readonly servers: readonly { readonly chunkCount?: number }[];
}

async function healthOf(url: string): Promise<Health | null> {
  try {
    return await (await fetch(`${url}/health`)).json();
  } catch {
    // The gateway itself may be away.
    return null;
  }
}

async function untilHealthy(url: string): Promise<Health> {
  for (;;) {
    const health = await healthOf(url);
    if (health?.status === "healthy") return health;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("a cluster starts, survives kills of each part, and ends whole", async () => {
  const data = await Deno.makeTempDir({ prefix: "serve-cluster-" });
  const context = testContext();
  const ending = main([
    ...["serve", "cluster", "--nodes", "3", "--data", `${data}/c`],
    ...["--port", "0", "--chunk-port", "0"],
  ], context);
  const ended = ending.then(() => true);
  while (!context.out().includes("Ctrl-C ends it")) {
    const turn = new Promise<boolean>((resolve) =>
      setTimeout(() => resolve(false), 20)
    );
    if (await Promise.race([ended, turn])) break;
  }
  try {
    const url = /http:\/\/[\d.:]+/.exec(context.out())?.[0] ?? "";
    const acknowledged = new Map<string, Uint8Array>();
    for (const victim of ["chunks", "gateway"]) {
      await untilHealthy(url);
      const folder = victim === "chunks" ? "node-1" : "gateway";
      const words = ["serve", victim, `${data}/c/objects/${folder}`];
      const [process = 0] = processesOf(words);
      assert(process > 0, words.join(" "));
      const puts = Array.from({ length: 8 }, async (_, at) => {
        const key = `${victim}-${at}`;
        const body = seeded(700_000, at + 1);
        const answer = await fetch(`${url}/objects/${key}`, {
          method: "PUT",
          body,
        }).catch(() => null);
        await answer?.body?.cancel();
        if (answer?.status === 201) acknowledged.set(key, body);
        if (at === 3) Deno.kill(process, "SIGKILL");
      });
      await Promise.all(puts);
      await untilHealthy(url);
      const page = await (await fetch(`${url}/objects`)).json();
      const found = page.objects.map((one: { key: string }) => one.key);
      for (const [key, bytes] of acknowledged) {
        assert(found.includes(key), `${key} is gone`);
        const answer = await fetch(`${url}/objects/${key}`);
        assertEquals(new Uint8Array(await answer.arrayBuffer()), bytes);
      }
    }
    const page = await (await fetch(`${url}/objects`)).json();
    for (const { key } of page.objects) {
      const gone = await fetch(`${url}/objects/${key}`, { method: "DELETE" });
      assertEquals(gone.status, 204);
    }
    // Orphans of what was killed are found by the gateway itself.
    for (;;) {
      const health = await untilHealthy(url);
      if (health.servers.every(({ chunkCount }) => chunkCount === 0)) break;
    }
  } finally {
    context.send("SIGINT");
  }
  assertEquals(await ending, 0);
  assertEquals(processesOf([`${data}/c/objects/gateway`]), []);
  await Deno.remove(data, { recursive: true });
});

Deno.test("serve cluster says all mistakes at once", async () => {
  const context = testContext();
  const code = await main([
    ...["serve", "cluster", "--nodes", "0", "--replicas", "4"],
    ...["--database", "mysql://x", "--server", "x"],
  ], context);
  assertEquals(code, 2);
  for (const flag of ["--nodes", "--replicas", "--database", "--server"]) {
    assertStringIncludes(context.err(), `Cannot use ${flag}`);
  }
});

Deno.test("a gateway says which port is taken, and which database is away", async () => {
  const data = await Deno.makeTempDir({ prefix: "serve-gateway-" });
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const words = ["serve", "gateway", "--data", `${data}/g`];
  const taken = testContext();
  assertEquals(await main([...words, "--port", `${port}`], taken), 3);
  assertStringIncludes(taken.err(), `Cannot listen on 127.0.0.1:${port}: some`);
  const away = testContext();
  const url = "postgres://me:secret@127.0.0.1:1/db";
  assertEquals(await main([...words, "--database", url], away), 3);
  const sentence = 'Cannot use the database "postgres://127.0.0.1:1/db": ';
  assertStringIncludes(away.err(), sentence);
  assert(!away.err().includes("secret"), away.err());
  await Deno.remove(data, { recursive: true });
});

Deno.test("a part that ends before it listens is told, and is no bug", async () => {
  const child = new ChildServer({
    ...{ words: ["nothing"], port: 0, onDeath: () => {} },
  });
  const failure = await assertRejects(() => child.start(), StorageError);
  assertStringIncludes(failure.message, 'Cannot start "serve nothing"');
});
