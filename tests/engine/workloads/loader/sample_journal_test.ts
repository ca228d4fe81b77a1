import { assertEquals, assertThrows } from "@std/assert";
import {
  fileLine,
  journalHead,
  readJournal,
  shardLine,
} from "../../../../engine/workloads/loader/sample_journal.ts";

const SAMPLE = {
  ...{ key: "s0-00000000", file: "s0/0.npy", offset: 0, sizeBytes: 9 },
  ...{ digest: "ab", plainBytes: 9 },
};
const TEXT = journalHead("aa") + fileLine(4, [SAMPLE]) + shardLine(2);

Deno.test("readJournal() knows what was acknowledged, and not what a kill cut off", () => {
  const { files, shards } = readJournal(
    TEXT + fileLine(5, []).slice(0, 8),
    "aa",
  );
  assertEquals([...files], [[4, [SAMPLE]]]);
  assertEquals([...shards], [2]);
  assertEquals(readJournal("", "aa").files.size, 0);
});

Deno.test("readJournal() refuses another run and damaged lines", () => {
  assertThrows(() => readJournal(TEXT, "bb"), SyntaxError, "not of run bb");
  const damaged = TEXT.replace('"shard"', '"shart"');
  assertThrows(() => readJournal(damaged, "aa"), SyntaxError, "line 3");
});
