import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type CopyEnd,
  copyExit,
  copyJson,
  renderCopy,
} from "../../../cmd/copy/copy_summary.ts";
import { CopyTally, type CopyTrouble } from "../../../cmd/copy/copy_tally.ts";

function endOf(
  troubles: readonly CopyTrouble["kind"][],
  over: Partial<CopyEnd> = {},
): CopyEnd {
  const tally = new CopyTally({
    isRead: false,
    totalObjects: 5,
    describe: (error) => error instanceof Error ? error.message : "",
    kindOf: () => "failed",
  });
  for (const kind of troubles) {
    tally.troubles.push({ key: "k", kind, text: `text of ${kind}` });
  }
  return {
    verb: "copied",
    source: "file:///a",
    destination: "s3://b/c",
    digests: ["md5"],
    tally,
    passedOver: [],
    unnamed: null,
    elapsedNs: 2e9,
    memoryBytes: 64e6,
    residentBytesMax: 100e6,
    isInterrupted: false,
    faults: { faultsArmed: [] },
    kept: [],
    ...over,
  };
}

Deno.test("the code of a copy: findings, then an interrupt, then failures", () => {
  assertEquals(copyExit(endOf(["failed", "finding", "refused"])), 1);
  assertEquals(copyExit(endOf(["failed"], { isInterrupted: true })), 130);
  assertEquals(copyExit(endOf(["refused", "failed"])), 3);
  assertEquals(copyExit(endOf(["refused"])), 2);
  assertEquals(copyExit(endOf([])), 4);
  const done = endOf([]);
  done.tally.copiedObjects = 1;
  assertEquals(copyExit(done), 0);
});

Deno.test("the text of a copy tells each trouble, and never PASS with one", () => {
  const end = endOf(["finding", "failed"], {
    kept: [["manifest", "/m"]],
    passedOver: ["l"],
  });
  end.tally.copiedObjects = 2;
  end.tally.copiedBytes = 3e6;
  const text = renderCopy(end);
  assertStringIncludes(
    text,
    "copied 2 of 5 objects, 3.0 MB in 2.00 s, 1.5 MB/s\n",
  );
  assertStringIncludes(text, "FINDING  text of finding\n");
  assertStringIncludes(text, "failed  text of failed\n");
  assertStringIncludes(text, "1 entry passed over");
  assertStringIncludes(text, "manifest  /m\n");
  assertEquals(text.includes("PASS"), false);
});

Deno.test("the text of a copy shows twenty troubles and counts the rest", () => {
  const text = renderCopy(endOf(Array(23).fill("failed")));
  assertEquals(text.match(/^failed {2}/gm)?.length, 20);
  assertStringIncludes(text, "3 objects more went wrong: see --json");
});

Deno.test("the JSON of a copy has its version, its code and all troubles", () => {
  const json = copyJson(endOf(Array(23).fill("failed")));
  assertEquals([json.format, json.version, json.exit], [
    "stor-verify-copy",
    1,
    3,
  ]);
  assertEquals(json.troubles.length, 23);
  assertEquals(json.objects.failed, 23);
});

Deno.test("the text of a copy says when nobody stated what has arrived", () => {
  const end = endOf([]);
  end.tally.copiedObjects = 3;
  end.tally.confirmed();
  const advice = "nothing says what the destination holds of 2 objects: " +
    "--read-back asks it\n";
  assertStringIncludes(renderCopy(end), advice);
  assertStringIncludes(renderCopy(end), "1 of 3 with what the destination");
  end.tally.confirmed();
  end.tally.confirmed();
  assertEquals(renderCopy(end).includes("nothing says"), false);
  // A check writes nothing that could arrive.
  const checked = endOf([], { verb: "checked", destination: null });
  checked.tally.copiedObjects = 1;
  assertEquals(renderCopy(checked).includes("nothing says"), false);
});

Deno.test("what a manifest does not name is counted, shown, and no finding", () => {
  const keys = ["a", "b", "c", "d", "e", "f"];
  const unnamed = { count: 6, keys, failure: null };
  const end = endOf([], { verb: "checked", unnamed });
  end.tally.copiedObjects = 5;
  assertStringIncludes(
    renderCopy(end),
    "6 objects at the place that the manifest does not name: " +
      '"a", "b", "c", "d", "e", ...\n',
  );
  assertEquals(copyExit(end), 0);
  assertEquals(copyJson(end).unnamed, keys);
  assertEquals(copyJson(end).objects.unnamed, 6);
});

Deno.test("findings stay what they are where nobody could look for the unnamed", () => {
  const unnamed = { count: 1, keys: ["a"], failure: "Cannot list" };
  const end = endOf(["finding"], { verb: "checked", unnamed });
  const text = renderCopy(end);
  assertStringIncludes(text, 'does not name: "a"\n');
  assertStringIncludes(
    text,
    "not looked further for what the manifest does not name: Cannot list\n",
  );
  assertEquals(copyExit(end), 1);
  const json = copyJson(end);
  assertEquals([json.objects.unnamed, json.unnamed, json.unnamedFailure], [
    ...[null, ["a"], "Cannot list"],
  ]);
  const none = endOf([], { unnamed: { count: 0, keys: [], failure: "Why" } });
  assertStringIncludes(renderCopy(none), "not looked for what");
});

Deno.test("a copy that left objects out says of how many", () => {
  const end = endOf(["failed"]);
  end.tally.copiedObjects = 4;
  assertStringIncludes(renderCopy(end), "copied 4 of 5 objects,");
});

Deno.test("what stays unfinished is named, with why", () => {
  const end = endOf(["failed"]);
  for (let count = 0; count < 21; count++) end.tally.left("k", "up", null);
  assertStringIncludes(
    renderCopy(end),
    'unfinished  "k" stays as "up": the journal goes on with it\n' +
      "1 object more unfinished: see --json\n",
  );
  const bad = endOf(["failed"]);
  bad.tally.left("k", "up", new Error("no way there"));
  assertStringIncludes(
    renderCopy(bad),
    'unfinished  "k" stays as "up": no way there\n',
  );
  assertEquals(copyJson(bad).unfinished, [
    { key: "k", name: "up", failure: "no way there" },
  ]);
});
