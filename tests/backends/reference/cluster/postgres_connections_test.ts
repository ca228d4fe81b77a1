/** The promises of the connections to PostgreSQL, over a client of the test. */
import { assertEquals, assertRejects } from "@std/assert";
import { PoolCount } from "../../../../backends/reference/cluster/database.ts";
import { Connections } from "../../../../backends/reference/cluster/postgres_connections.ts";

/** Answers each statement with its text, and knows which of it was ended. */
function clientOf() {
  const closes: (() => void)[] = [];
  let ended = 0;
  const connections = new Connections({
    connect: (_url, { onclose }) => {
      closes.push(onclose);
      return {
        unsafe: (text) => Promise.resolve([{ text }]),
        end: () => {
          ended += 1;
          return Promise.resolve();
        },
      };
    },
    ...{ url: "", max: 4, count: new PoolCount(), isCounted: true },
  });
  const ask = () => connections.hold(({ sql }) => sql("SELECT 1"));
  return { ask, closes, connections, ended: () => ended };
}

Deno.test("a connection that is whole is used again", async () => {
  const { ask, closes } = clientOf();
  await ask();
  assertEquals(await ask(), [{ text: "SELECT 1" }]);
  assertEquals(closes.length, 1);
});

Deno.test("connections that were lost while idle fail nobody", async () => {
  const { ask, closes, ended } = clientOf();
  await Promise.all([ask(), ask(), ask(), ask()]);
  for (const close of closes.splice(0)) close();
  for (let asked = 0; asked < 8; asked++) await ask();
  // One was made anew, and the four that were lost are let go of.
  assertEquals([closes.length, ended()], [1, 4]);
});

Deno.test("a connection that is lost in use fails its user alone", async () => {
  const { ask, closes, connections } = clientOf();
  await assertRejects(
    () =>
      connections.hold(({ sql }) => {
        closes[0]?.();
        return sql("SELECT 1");
      }),
    Error,
    "The database went away",
  );
  assertEquals(await ask(), [{ text: "SELECT 1" }]);
});
