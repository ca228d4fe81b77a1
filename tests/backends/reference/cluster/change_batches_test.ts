import { assert, assertEquals } from "@std/assert";
import { ChangeBatches } from "../../../../backends/reference/cluster/change_batches.ts";
import { PoolCount } from "../../../../backends/reference/cluster/database.ts";
import type {
  Connection,
  Statement,
} from "../../../../backends/reference/cluster/postgres_connections.ts";

class Refused extends Error {
  readonly severity = "ERROR";
}

class Gone extends Error {}

interface Fake {
  readonly batches: ChangeBatches;
  readonly count: PoolCount;
  /** Texts of what was sent as one. */
  readonly sent: string[][];
  /** Lets the first of what was sent end. */
  release(): void;
}

/** Connections whose answers wait until they are released. */
function fake(fail: (texts: readonly string[]) => Error | null = () => null) {
  const sent: string[][] = [];
  const waiting: (() => void)[] = [];
  const connection: Connection = {
    sql: () => Promise.reject(new Error("Nobody asks for one")),
    isLost: () => false,
    close: () => Promise.resolve(),
    async together(statements: readonly Statement[]) {
      const texts = statements.map(({ text }) => text);
      sent.push(texts);
      await new Promise<void>((resolve) => waiting.push(resolve));
      const failure = fail(texts);
      if (failure !== null) throw failure;
      return texts.map((text) => [{ text }]);
    },
  };
  const count = new PoolCount();
  const batches = new ChangeBatches({
    hold: (act) => act(connection),
    count,
  });
  const release = () => waiting.shift()?.();
  return { batches, count, sent, release } satisfies Fake;
}

/** Ends everything that is sent until `ends` are there. */
async function ended<T>(
  { release }: Fake,
  ends: readonly Promise<T>[],
): Promise<PromiseSettledResult<T>[]> {
  let settled: PromiseSettledResult<T>[] | null = null;
  const all = Promise.allSettled(ends).then((value) => settled = value);
  while (settled === null) {
    release();
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 0))]);
  }
  return settled;
}

const added = ({ batches }: Fake, count: number, about = "row") =>
  Array.from(
    { length: count },
    (_, at) => batches.add({ about, text: `${at}`, values: [] }),
  );

Deno.test("the first change goes at once, and what comes meanwhile together", async () => {
  const one = fake();
  const ends = added(one, 5);
  assertEquals(one.sent, [["0"]]);
  assertEquals(one.count.waiting, 4);
  const rows = (await ended(one, ends)).map((end) =>
    end.status === "fulfilled" ? end.value[0]?.["text"] : "failed"
  );
  assertEquals(rows, ["0", "1", "2", "3", "4"]);
  assertEquals(one.sent, [["0"], ["1", "2", "3", "4"]]);
  const { commits, transactions, waiting } = one.count;
  assertEquals([commits, transactions, waiting], [2, 5, 0]);
});

Deno.test("a batch has 64 changes and 8 KiB of values at most", async () => {
  const one = fake();
  await ended(one, added(one, 131));
  assertEquals(one.sent.map(({ length }) => length), [1, 64, 64, 2]);
  const large = fake();
  const ends = Array.from({ length: 4 }, (_, at) =>
    large.batches.add({
      ...{ about: "row", text: `${at}` },
      values: ["x".repeat(1000), new Uint8Array(10), 1, null],
    }));
  // Three bytes for each letter, as the client counts them at most.
  assertEquals((await ended(large, ends)).length, 4);
  assertEquals(large.sent, [["0"], ["1", "2"], ["3"]]);
});

Deno.test("changes of one row never go side by side, those of others may", async () => {
  const one = fake();
  const rows = Array.from(
    { length: 40 },
    (_, at) => added(one, 3, `row ${at}`),
  );
  // One batch for each lane, and each row in one lane.
  assertEquals(one.sent.length, 4);
  await ended(one, rows.flat());
  const same = fake();
  const ends = added(same, 200);
  assertEquals(same.sent.length, 1);
  await ended(same, ends);
});

Deno.test("of a batch that is refused only the bad change fails", async () => {
  const bad = (texts: readonly string[]) =>
    texts.includes("3") ? new Refused("It is there already") : null;
  const one = fake(bad);
  const ends = await ended(one, added(one, 5));
  const failed = ends.flatMap((end, at) =>
    end.status === "rejected" ? [at] : []
  );
  assertEquals(failed, [3]);
  assertEquals(one.sent, [["0"], ["1", "2", "3", "4"], ["1"], ["2"], ["3"], [
    "4",
  ]]);
  assertEquals(one.count.transactions, 4);
});

Deno.test("a batch whose connection was lost fails whole, and is not made again", async () => {
  const lost = (texts: readonly string[]) =>
    texts.length > 1 ? new Gone() : null;
  const one = fake(lost);
  const ends = await ended(one, added(one, 5));
  const statuses = ends.map(({ status }) => status);
  assertEquals(statuses, ["fulfilled", ...Array(4).fill("rejected")]);
  assertEquals(one.sent.length, 2);
  // The next one goes on.
  const [next] = await ended(one, added(one, 1));
  assert(next?.status === "fulfilled");
});
