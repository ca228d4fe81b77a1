/** A gateway that cannot start holds nothing, and says why. */
import { assertEquals, assertRejects } from "@std/assert";
import type { Database } from "../../../../backends/reference/cluster/database.ts";
import { startGateway } from "../../../../backends/reference/cluster/gateway_server.ts";
import { StorageError } from "../../../../backends/errors.ts";

/** Fails to start over what `alter` makes of a database, which is then closed. */
async function refuses(
  alter: (database: Database) => Partial<Database>,
): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "gateway-" });
  let closed = 0;
  const options = {
    ...{ crc32c: () => 0, servers: [], port: 0 },
    database: `${folder}/metadata.db`,
    alter: (database: Database): Database => ({
      ...database,
      ...alter(database),
      close() {
        closed += 1;
        return database.close();
      },
    }),
  };
  const { message } = await assertRejects(
    () => startGateway(options),
    StorageError,
  );
  assertEquals(closed, 1);
  await Deno.remove(folder, { recursive: true });
  return message.replace(folder, "");
}

Deno.test("a database that cannot be used is closed, and told of once", async () => {
  const later = await refuses((database) => ({
    transaction: (act) =>
      database.transaction(async (sql) => {
        await sql("CREATE TABLE migrations (number INTEGER PRIMARY KEY)");
        await sql("INSERT INTO migrations VALUES (99)");
        return await act(sql);
      }),
  }));
  const name = 'Cannot use the database "/metadata.db": ';
  assertEquals(
    later,
    `${name}its tables have version 99, and this program knows 1`,
  );
  let transactions = 0;
  const full = await refuses((database) => ({
    transaction: (act) =>
      ++transactions === 1
        ? database.transaction(act)
        : Promise.reject(new Error("disk full")),
  }));
  assertEquals(full, `${name}disk full`);
});
