import { assertEquals, assertThrows } from "@std/assert";
import {
  commandOf,
  pictureOf,
  readPage,
  shellWords,
  staleLabels,
} from "../_support/page.ts";
import { gapOf, isGap } from "./page_gaps.ts";

const PAGE = `# Page

\`\`\`yaml
# mine.yaml
name: mine
\`\`\`

\`\`\`sh
$ ./stor-verify run --profile mine.yaml \\
    --target x # exit 1
other$ stor-verify report last --hdr > a.hlog
# a remark
deno task core
stor-verify compare a b --fail-if 'read.p99 > +10%' # exit 0, 4 or 5
stor-verify man | man -l -
\`\`\`

\`\`\`text from=read lines=2
read  1
\`\`\`
`;

function commands() {
  return readPage(PAGE).flatMap((block) =>
    block.kind === "commands" ? block.commands : []
  );
}

Deno.test("readPage() finds commands with their words, ends and files", () => {
  assertEquals(
    commands().map((
      { line, words, exits, into },
    ) => [line, words, exits, into]),
    [
      [10, ["run", "--profile", "mine.yaml", "--target", "x"], [1], undefined],
      [11, ["report", "last", "--hdr"], [0], "a.hlog"],
      [13, null, [0], undefined],
      [
        14,
        ["compare", "a", "b", "--fail-if", "read.p99 > +10%"],
        [0, 4, 5],
        undefined,
      ],
      [15, ["man"], [0], undefined],
    ],
  );
});

Deno.test("readPage() finds files and pictures", () => {
  const blocks = readPage(PAGE).filter(({ kind }) => kind !== "commands");
  assertEquals(blocks, [
    { kind: "file", name: "mine.yaml", text: "# mine.yaml\nname: mine\n" },
    {
      ...{ kind: "picture", line: 19, text: "read  1\n" },
      ...{ from: "read", linesMax: 2 },
    },
  ]);
});

Deno.test("pictureOf() says where it is cut, and fails where it cannot begin", () => {
  const picture = {
    ...{ kind: "picture" as const, line: 1, text: "" }, // not any text
    ...{ from: "b", linesMax: 2 },
  };
  assertEquals(pictureOf("a\nb 1\nc\nd\n", picture), "b 1\nc\n...\n");
  assertThrows(() => pictureOf("a\n", picture), Error, 'begins with "b"');
});

Deno.test("commandOf() is the command that a picture names itself", () => {
  const fence = "```text of=\"run --fault 'a b'\" from=findings lines=3\n";
  const [own, other] = readPage(`${fence}x\n\`\`\`\n\n\`\`\`text\ny\n\`\`\`\n`);
  if (own?.kind !== "picture" || other?.kind !== "picture") {
    throw new TypeError("has two pictures");
  }
  assertEquals(commandOf(own)?.words, ["run", "--fault", "a b"]);
  assertEquals([own.from, own.linesMax], ["findings", 3]);
  assertEquals(commandOf(other), null);
});

Deno.test("staleLabels() are names that nobody prints any more", () => {
  const picture = "  us   min  mean  p55\n  read  1.0  2.0\n  checked  9 MiB\n";
  const output = "  ms   min  mean  p50\n  read  7.0  8.0\n  verified  1 GiB\n";
  assertEquals(staleLabels(picture, output), ["p55", "checked"]);
  assertEquals(staleLabels("...\nread  12\n", output), []);
});

Deno.test("shellWords() keeps what is quoted in one word", () => {
  assertEquals(shellWords("a 'b c' \"d e\" f='g h'"), [
    ...["a", "b c", "d e", "f=g h"],
  ]);
});

Deno.test("gapOf() leaves out what is named, and nothing else of the name", () => {
  assertEquals(isGap("stor-verify prove", "stor-verify prove."), true);
  assertEquals(
    isGap("stor-verify prove --only x", "stor-verify prove."),
    false,
  );
  const [first, , other] = commands();
  if (first === undefined || other === undefined) throw new TypeError("has");
  assertEquals([gapOf(first), gapOf(other)], [
    undefined,
    "of another program",
  ]);
});
