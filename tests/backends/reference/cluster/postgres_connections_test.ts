/** The promises of the connections to PostgreSQL, over a client of the test. */
import { assertEquals, assertRejects } from "@std/assert";
import {
  PoolCount,
  type SqlRow,
} from "../../../../backends/reference/cluster/database.ts";
import { Connections } from "../../../../backends/reference/cluster/postgres_connections.ts";

interface Client {
  readonly ask: () => Promise<readonly SqlRow[]>;
  readonly connections: Connections;
  /** Of the connections that were made: where to, and how they are lost. */
  readonly made: { readonly host: string; readonly lose: () => void }[];
  readonly ended: () => number;
}

/** Answers each statement with its text, but for the hosts that are gone. */
function clientOf(url = "postgres://a", gone: ReadonlySet<string> = new Set()) {
  const made: Client["made"] = [];
  let ended = 0;
  const connections = new Connections({
    connect: (own, { onclose }) => {
      const { host } = new URL(own);
      made.push({ host, lose: onclose });
      return {
        unsafe: (text) =>
          gone.has(host)
            ? Promise.reject(new Error(`No ${host}`))
            : Promise.resolve([{ text }]),
        end: () => {
          ended += 1;
          return Promise.resolve();
        },
      };
    },
    ...{ url, max: 4, count: new PoolCount(), isCounted: true },
  });
  const ask = () => connections.hold(({ sql }) => sql("SELECT 2"));
  return { ask, connections, made, ended: () => ended } satisfies Client;
}

Deno.test("a connection that is whole is used again", async () => {
  const { ask, made } = clientOf();
  await ask();
  assertEquals(await ask(), [{ text: "SELECT 2" }]);
  assertEquals(made.length, 1);
});

Deno.test("connections that were lost while idle fail nobody", async () => {
  const { ask, ended, made } = clientOf();
  await Promise.all([ask(), ask(), ask(), ask()]);
  for (const { lose } of made.splice(0)) lose();
  for (let asked = 0; asked < 8; asked++) await ask();
  // One was made anew, and the four that were lost are let go of.
  assertEquals([made.length, ended()], [1, 4]);
});

Deno.test("a connection that is lost in use fails its user alone", async () => {
  const { ask, connections, made } = clientOf();
  await assertRejects(
    () =>
      connections.hold(({ sql }) => {
        made[0]?.lose();
        return sql("SELECT 2");
      }),
    Error,
    "The database went away",
  );
  assertEquals(await ask(), [{ text: "SELECT 2" }]);
});

Deno.test("of several hosts the first that answers is used, and asked first", async () => {
  const gone = new Set(["a"]);
  const { ask, made } = clientOf("postgres://a,b,c/d", gone);
  await Promise.all([ask(), ask()]);
  assertEquals(made.map(({ host }) => host), ["a", "a", "b", "b"]);
  gone.add("b");
  for (const { lose } of made) lose();
  await ask();
  assertEquals(made.slice(4).map(({ host }) => host), ["b", "c"]);
});

Deno.test("where no host answers each use is told so, and none waits", async () => {
  const gone = new Set(["a", "b"]);
  const { ask, made } = clientOf("postgres://a,b/d", gone);
  await assertRejects(ask, Error, "No b");
  await assertRejects(ask, Error, "No a");
  assertEquals(made.length, 4);
  gone.clear();
  assertEquals(await ask(), [{ text: "SELECT 2" }]);
});
