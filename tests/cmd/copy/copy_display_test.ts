import { assertEquals, assertMatch } from "@std/assert";
import { progressLine, showCopy } from "../../../cmd/copy/copy_display.ts";
import { CopyTally } from "../../../cmd/copy/copy_tally.ts";
import { testContext } from "../../_support/cli.ts";

function tallyOf(): CopyTally {
  const tally = new CopyTally({
    totalObjects: 4,
    isRead: false,
    describe: () => "",
    kindOf: () => "failed",
  });
  tally.copiedObjects = 1;
  tally.copiedBytes = 250_000_000;
  return tally;
}

Deno.test("progressLine() shows share, rate and time left where the size is known", () => {
  const line = progressLine({ tally: tallyOf(), totalBytes: 1e9 }, 1e9, 200);
  assertEquals(
    line,
    "[######..................]  25 %  250.0 MB of 1.0 GB  250.0 MB/s  " +
      "3 s left  1 of 4 objects",
  );
});

Deno.test("progressLine() counts what an earlier copy did, but not as its rate", () => {
  const tally = tallyOf();
  tally.doneBefore(500_000_000);
  const line = progressLine({ tally, totalBytes: 1e9 }, 1e9, 200);
  assertEquals(
    line,
    "[##################......]  75 %  750.0 MB of 1.0 GB  250.0 MB/s  " +
      "1 s left  1 of 4 objects",
  );
});

Deno.test("progressLine() is no wider than the terminal, and cuts no number", () => {
  const at = (columns: number) =>
    progressLine({ tally: tallyOf(), totalBytes: 1e9 }, 1e9, columns);
  const numbers = "250.0 MB of 1.0 GB  250.0 MB/s  3 s left  1 of 4 objects";
  assertEquals(at(79), `[###..........]  25 %  ${numbers}`);
  assertEquals(at(79).length <= 79, true);
  assertEquals(at(70), ` 25 %  ${numbers}`);
  assertEquals(at(39), " 25 %  250.0 MB  250.0 MB/s  3 s left");
  assertEquals(at(30), " 25 %  250.0 MB/s  3 s left");
  assertEquals(at(20), " 25 %  3 s left");
  assertEquals(at(9), " 25 %");
});

Deno.test("progressLine() keeps what went wrong on a narrow terminal", () => {
  const tally = tallyOf();
  tally.troubles.push({ key: "k", kind: "failed", text: "" });
  assertEquals(
    progressLine({ tally, totalBytes: 1e9 }, 1e9, 39),
    " 25 %  3 s left  1 went wrong",
  );
});

Deno.test("progressLine() promises nothing where the size is not known", () => {
  const tally = tallyOf();
  tally.troubles.push({ key: "k", kind: "failed", text: "" });
  const line = progressLine({ tally, totalBytes: null }, 0, 200);
  assertEquals(line, "250.0 MB  0 B/s  2 of 4 objects  1 went wrong");
});

Deno.test("showCopy() writes plain lines on a pipe, and nothing when quiet", async () => {
  for (const isQuiet of [false, true]) {
    const over = new AbortController();
    const context = testContext();
    let sleeps = 0;
    await showCopy({
      context: {
        clock: {
          ...context.clock,
          sleepMs: () => {
            if (++sleeps > 2) over.abort();
            return Promise.resolve();
          },
        },
      },
      output: context.stdout,
      manners: { color: false, live: false },
      isQuiet,
      tally: tallyOf(),
      totalBytes: 1e9,
      startNs: 0,
    }, over.signal);
    if (isQuiet) assertEquals(context.out(), "");
    else assertMatch(context.out(), /^(\[#.*objects\n){2}$/);
  }
});
