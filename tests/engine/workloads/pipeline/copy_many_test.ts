import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  copyMany,
  type CopyResult,
} from "../../../../engine/workloads/pipeline/copy_many.ts";

async function* keysOf(keys: readonly string[], failure?: Error) {
  for (const key of keys) yield await Promise.resolve(key);
  if (failure !== undefined) throw failure;
}

Deno.test("copyMany() copies each once, and never more at a time than told", async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
  const results: CopyResult<string>[] = [];
  let running = 0;
  let most = 0;
  await copyMany({
    keys: keysOf(keys),
    parallel: 3,
    isOver: () => false,
    copy: async (key) => {
      running++;
      most = Math.max(most, running);
      for (let turn = 0; turn < 50; turn++) await null;
      running--;
      return key;
    },
    ended: (result) => results.push(result),
  });
  assertEquals(most, 3);
  assertEquals(results.map(({ key }) => key).sort(), [...keys].sort());
});

Deno.test("copyMany() keeps to its shares, and starts also what wants more than there are", async () => {
  const sharesOf = (key: string) => key.startsWith("large") ? 4 : 1;
  const keys = ["large1", "a", "b", "c", "large2", "d", "e", "f", "g", "h"];
  let taken = 0;
  let most = 0;
  const ended: string[] = [];
  for (const parallel of [5, 2]) {
    await copyMany({
      keys: keysOf(keys),
      ...{ parallel, sharesOf, isOver: () => false },
      copy: async (key) => {
        taken += Math.min(parallel, sharesOf(key));
        most = Math.max(most, taken / parallel);
        for (let turn = 0; turn < 50; turn++) await null;
        taken -= Math.min(parallel, sharesOf(key));
      },
      ended: ({ key }) => ended.push(key),
    });
  }
  assertEquals(most, 1);
  assertEquals(ended.sort(), [...keys, ...keys].sort());
});

Deno.test("copyMany() goes on after one that failed, and tells of it", async () => {
  const results: CopyResult<string>[] = [];
  const failure = new Error("no");
  await copyMany({
    keys: keysOf(["a", "b", "c"]),
    parallel: 1,
    isOver: () => false,
    copy: (key) => key === "b" ? Promise.reject(failure) : Promise.resolve(key),
    ended: (result) => results.push(result),
  });
  assertEquals(results, [
    { key: "a", outcome: "a" },
    { key: "b", error: failure },
    { key: "c", outcome: "c" },
  ]);
});

Deno.test("copyMany() starts nothing more once it is over, and waits for what runs", async () => {
  const started: string[] = [];
  let ended = 0;
  await copyMany({
    keys: keysOf(["a", "b", "c"]),
    parallel: 2,
    isOver: () => started.length >= 2,
    copy: async (key) => {
      started.push(key);
      await null;
    },
    ended: () => ended++,
  });
  assertEquals([started, ended], [["a", "b"], 2]);
});

Deno.test("copyMany() that cannot list fails, after what it started has ended", async () => {
  let ended = 0;
  await assertRejects(
    () =>
      copyMany({
        keys: keysOf(["a"], new Error("list")),
        parallel: 2,
        isOver: () => false,
        copy: async () => await null,
        ended: () => ended++,
      }),
    Error,
    "list",
  );
  assert(ended === 1);
});
