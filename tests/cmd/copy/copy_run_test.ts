import { assertEquals, assertStringIncludes } from "@std/assert";
import { type CopyPair, runCopy } from "../../../cmd/copy/copy_run.ts";
import { CopyTally } from "../../../cmd/copy/copy_tally.ts";
import { CopyJournal } from "../../../cmd/copy/journal_file.ts";
import type { CopyPlace } from "../../../cmd/copy/open_place.ts";
import {
  copyFixture,
  FakeFace,
  MADE,
} from "../../engine/workloads/pipeline/copy_fixture.ts";

function placeOf(streams: FakeFace): CopyPlace {
  return {
    url: "fake:",
    streams,
    make: () => Promise.resolve(),
    entries: async function* () {},
    read: async function* () {
      yield await Promise.resolve(new Uint8Array([1]));
    },
    close: () => Promise.resolve(),
  };
}

function pairOf(key: string, expected = {}): CopyPair {
  return { key, to: key, sizeBytes: 10, expected };
}

function runOf(
  pairs: readonly CopyPair[],
  over: {
    kinds?: readonly ("md5" | "sha256")[];
    scripted?: string;
    journal?: CopyJournal;
    shares?: number;
  } = {},
) {
  const { ports, from, to, stream, abort } = copyFixture();
  const tally = new CopyTally({
    isRead: false,
    totalObjects: pairs.length,
    describe: (error) => String(error),
    kindOf: () => "failed",
  });
  const journal = over.journal ??
    CopyJournal.none();
  const run = () =>
    runCopy({
      ports: {
        ...ports,
        digest: (_, kinds) =>
          Promise.resolve(
            Object.fromEntries(
              kinds.map((kind) => [
                kind,
                kind === "crc64nvme"
                  ? MADE.crc64nvme ?? ""
                  : over.scripted ?? "c".repeat(32),
              ]),
            ),
          ),
      },
      source: placeOf(from),
      destination: placeOf(to),
      settings: {
        digests: over.kinds ?? ["sha256"],
        memoryBytes: 1 << 20,
        ...{ parallel: 2, shares: over.shares ?? 1 },
        attemptsMax: 1,
        isNew: true,
        readsBack: false,
      },
      journal,
      tally,
      pairs,
      signal: abort.signal,
    });
  return { run, tally, stream, abort, from, to };
}

Deno.test("runCopy() copies each pair and tells what goes into a manifest", async () => {
  const { run, tally } = runOf([pairOf("a"), pairOf("b")]);
  const entries = await run();
  assertEquals(entries.map(({ key }) => key).sort(), ["a", "b"]);
  assertEquals(entries[0]?.digests, MADE);
  assertEquals(tally.copiedObjects, 2);
});

Deno.test("runCopy() lets the script make a digest that the core cannot, tied by a CRC", async () => {
  const { run, stream } = runOf([pairOf("a")], { kinds: ["md5"] });
  const entries = await run();
  assertEquals(entries[0]?.digests.md5, "c".repeat(32));
  assertEquals(stream.expected.crc64nvme, MADE.crc64nvme ?? "");
});

Deno.test("runCopy() finds what differs in a digest that only the script makes", async () => {
  const expected = { md5: "d".repeat(32) };
  const { run, tally } = runOf([pairOf("a", expected)], { kinds: ["md5"] });
  assertEquals(await run(), []);
  assertEquals(tally.findings, 1);
});

Deno.test("runCopy() that is interrupted counts what it dropped, and keeps no entry", async () => {
  const { run, tally, stream, abort } = runOf([pairOf("a")]);
  stream.looks = 1e9;
  const running = run();
  for (let turn = 0; turn < 20; turn++) await null;
  abort.abort();
  assertEquals(await running, []);
  assertEquals([tally.interruptedObjects, tally.troubles], [1, []]);
});

Deno.test("runCopy() takes away what was begun of objects that are gone since", async () => {
  const path = await Deno.makeTempFile();
  const ends = { source: "a", destination: "b" };
  try {
    await Deno.writeTextFile(
      path,
      [
        { line: "copy", ...ends },
        ...["upload-0", ""].map((resumeId, index) => ({
          ...{ line: "begun", key: `gone-${index}`, resumeId },
          ...{ chunkBytes: 4096, sourceEtag: "v1" },
        })),
      ].map((line) => `${JSON.stringify(line)}\n`).join(""),
    );
    const lockFile = () => ({ [Symbol.dispose]() {} });
    const journal = CopyJournal.open({ lockFile }, path, ends);
    const { run, tally, to } = runOf([], { journal });
    to.abandonFailure = new Error("no way there");
    await run();
    journal.close();
    assertEquals(to.plan?.resumeId, "upload-0");
    assertEquals(to.asked, ["abandon", "close sink"]);
    assertEquals(tally.leftovers, [
      { key: "gone-0", name: "upload-0", failure: "Error: no way there" },
    ]);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("runCopy() says of an object that grew that it did, not that memory is short", async () => {
  for (const [shares, kind] of [[8, "grew"], [1, "--memory"]] as const) {
    const { run, tally, from } = runOf([pairOf("a")], { shares });
    from.sizeBytes = 1e11;
    await run();
    assertStringIncludes(tally.troubles[0]?.text ?? "", kind);
  }
});
