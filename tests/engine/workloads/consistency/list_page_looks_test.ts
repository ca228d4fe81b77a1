import { assertEquals } from "@std/assert";
import { ABSENT } from "../../../../engine/history/mod.ts";
import type { PageRecord } from "../../../../engine/workloads/consistency/attempt_record.ts";
import { KeyLog } from "../../../../engine/workloads/consistency/key_log.ts";
import {
  lookAtPage,
  type PageEnd,
} from "../../../../engine/workloads/consistency/list_page_looks.ts";

interface Seen {
  /** Key, then what the page said: a value, `ABSENT`, or nothing. */
  readonly said: Readonly<Record<string, number | undefined>>;
  readonly wrong: readonly string[];
  readonly last: string;
  /** Call times of the looks, by key. */
  readonly calls: Readonly<Record<string, number | undefined>>;
}

function lookedAt(
  names: readonly string[],
  next?: string,
  before?: PageEnd,
): Seen {
  const logs = ["f/a", "f/b", "f/c"].map((key, at) => new KeyLog(key, at));
  for (const log of logs) {
    log.write({
      kind: "put",
      operation: "put",
      client: 0,
      endpoint: "one",
      value: log.make([16]),
      etag: "e",
      callNs: 1,
      returnNs: 2,
    });
  }
  const wrong: string[] = [];
  const page: PageRecord = {
    objects: names.map((key) => [key, "e"] as const),
    isLast: next === undefined,
    ...(before === undefined ? {} : { before }),
  };
  const look = {
    kind: "get",
    operation: "list",
    client: 1,
    endpoint: "one",
    callNs: 3,
    returnNs: 4,
  } as const;
  const end = lookAtPage({
    page,
    look,
    logs,
    folder: "f/",
    wrong: (name) => wrong.push(name),
  });
  const said = Object.fromEntries(
    logs.map((log) => [log.key, log.judged("lists").rows[1]?.value]),
  );
  const calls = Object.fromEntries(
    logs.map((log) => [log.key, log.judged("lists").rows[1]?.callNs]),
  );
  return { said, wrong, last: end.key, calls };
}

Deno.test("lookAtPage() sees what is there and what is not", () => {
  assertEquals(lookedAt(["f/a", "f/c"]), {
    said: { "f/a": 1, "f/b": ABSENT, "f/c": 1 },
    wrong: [],
    last: "f/c",
    calls: { "f/a": 3, "f/b": 3, "f/c": 3 },
  });
});

Deno.test("lookAtPage() says nothing of keys on other pages", () => {
  assertEquals(lookedAt(["f/b"], "more", { key: "f/a", callNs: 1 }).said, {
    "f/a": undefined,
    "f/b": 1,
    "f/c": undefined,
  });
});

Deno.test("lookAtPage() gives what lacks between two pages the time of both", () => {
  const before = { key: "f/", callNs: 1 };
  assertEquals(lookedAt(["f/b"], undefined, before).calls, {
    "f/a": 1,
    "f/b": 3,
    "f/c": 3,
  });
  assertEquals(lookedAt([], undefined, before).calls["f/c"], 1);
  assertEquals(lookedAt([], "more", before).last, "f/");
});

Deno.test("lookAtPage() catches disorder, doubles and foreign keys", () => {
  assertEquals(lookedAt(["f/b", "f/a"]).wrong, ["list out of order"]);
  assertEquals(lookedAt(["f/a", "f/a"]).wrong, ["list out of order"]);
  assertEquals(lookedAt(["f/a", "f/d"]).wrong, ["list shows foreign key"]);
  assertEquals(lookedAt(["e/a"]).wrong, ["list shows foreign key"]);
});
