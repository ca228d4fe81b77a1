/**
 * The promises of cmd/frameworks/python_host.ts, with modules that stand for
 * frameworks. What needs `python3` is skipped where there is none.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { pythonHost, readAnswer } from "../../../cmd/frameworks/python_host.ts";
import type {
  FrameworkAnswer,
  FrameworkFile,
  FrameworkRequest,
} from "../../../engine/mod.ts";
import { withFakeFrameworks } from "../../_support/fake_frameworks.ts";

const BYTES = Uint8Array.of(1, 2, 3, 4);
const RAW: FrameworkFile = {
  name: "raw/0.bin",
  format: "raw",
  bytes: BYTES,
  arrays: [{
    key: "a",
    tensor: { element: "uint8", shape: [2, 2], bytes: BYTES },
  }],
};
const RECORDS: FrameworkFile = { ...RAW, name: "r/0", format: "tfrecord" };

const hasPython = await new Deno.Command("python3", { args: ["--version"] })
  .output().then(({ success }) => success, () => false);

async function ask(
  framework: FrameworkRequest["framework"],
  lie = "",
): Promise<FrameworkAnswer> {
  let answer: FrameworkAnswer | undefined;
  const env = (name: string) => Deno.env.get(name);
  await withFakeFrameworks(async (folder) => {
    const host = pythonHost({
      env,
      extra: { PYTHONPATH: folder, FAKE_LIE: lie },
    });
    answer = await host.read({ framework, files: [RAW, RECORDS] });
  });
  if (answer === undefined) throw new TypeError("Nothing was answered");
  return answer;
}

/** Fails with the whole answer unless it is in that state. */
function inState<State extends FrameworkAnswer["state"]>(
  answer: FrameworkAnswer | null,
  state: State,
): Extract<FrameworkAnswer, { state: State }> {
  const isIn = (
    one: FrameworkAnswer | null,
  ): one is Extract<FrameworkAnswer, { state: State }> => one?.state === state;
  if (isIn(answer)) return answer;
  throw new TypeError(`It is ${JSON.stringify(answer)}`);
}

function scratch(): string[] {
  const folder = Deno.env.get("TMPDIR") ?? "/tmp";
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.startsWith(`stor-verify-samples-${Deno.pid}-`));
}

Deno.test({
  name: "pythonHost() has a framework read files, and leaves none behind",
  ignore: !hasPython,
  async fn() {
    const answer = inState(await ask("pytorch"), "read");
    assertStringIncludes(answer.versions, "torch 0-fake");
    assertEquals([answer.arraysCount, answer.elementsCount], [1, 4]);
    assertEquals(answer.passedOver, ["TFRecord has no reader there"]);
    assertEquals([answer.differences, scratch()], [[], []]);
  },
});

Deno.test({
  name: "pythonHost() names the element that a framework reads wrongly",
  ignore: !hasPython,
  async fn() {
    const bit = inState(await ask("pytorch", "bit"), "read");
    assertEquals(bit.differences, [
      '"a" of "raw/0.bin" has element 3 05, and should have 04',
    ]);
    const short = inState(await ask("pytorch", "short"), "read");
    assertStringIncludes(short.differences[0] ?? "", "has 3 bytes");
  },
});

Deno.test({
  name: "pythonHost() tells a module that cannot be loaded from one that dies",
  ignore: !hasPython,
  async fn() {
    const broken = inState(await ask("jax"), "absent");
    assertStringIncludes(broken.reason, "no driver here");
    const dying = inState(await ask("tensorflow"), "failed");
    assertStringIncludes(dying.reason, "ended with code 7");
  },
});

Deno.test("pythonHost() says when there is no python3", async () => {
  const host = pythonHost({
    env: (name) => name === "PATH" ? "/nowhere" : undefined,
  });
  const answer = await host.read({ framework: "jax", files: [RAW] });
  assertEquals(answer, {
    state: "absent",
    reason: "This host has no python3",
  });
});

Deno.test("readAnswer() takes the last line, and only a whole answer", () => {
  const whole = {
    ...{ versions: "v", arrays: 1, elements: 2 },
    ...{ passedOver: [], differences: ["d"] },
  };
  const said = `a warning\n${JSON.stringify(whole)}\n`;
  const answer = inState(readAnswer(said), "read");
  assertEquals(answer.differences, ["d"]);
  for (const name of Object.keys(whole)) {
    const cut = JSON.stringify({ ...whole, [name]: null });
    assertEquals(readAnswer(cut), null, name);
  }
  for (const text of ["", "no JSON", "7", "null"]) {
    assertEquals(readAnswer(text), null);
  }
});

/** What a binary starts: bundling and building are done before there is one. */
const STARTS = ["cmd/python/run_python.ts", "cmd/serve/child_server.ts"];
const BEFORE = [
  "backends/bundle_sdks.ts",
  "cmd/bundle_page.ts",
  "ffi/_command.ts",
];

Deno.test("programs are started in two places, which name python3 and this one", () => {
  const root = new URL("../../../", import.meta.url).pathname;
  const found = ["backends", "cmd", "engine", "ffi"].flatMap((room) =>
    sourcesBelow(root, room).filter((path) =>
      /Deno\.Command\(|child_process/.test(Deno.readTextFileSync(root + path))
    )
  );
  assertEquals(found.sort(), [...STARTS, ...BEFORE].sort());
  const [python = "", itself = ""] = STARTS.map((path) =>
    Deno.readTextFileSync(root + path)
  );
  assertStringIncludes(python, 'const PROGRAM = "python3";');
  assertStringIncludes(python, "new Deno.Command(named ?? PROGRAM,");
  assertStringIncludes(itself, "new Deno.Command(Deno.execPath(),");
});

function sourcesBelow(root: string, folder: string): string[] {
  return [...Deno.readDirSync(root + folder)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (path === "ffi/build") return [];
    return entry.isDirectory
      ? sourcesBelow(root, path)
      : path.endsWith(".ts")
      ? [path]
      : [];
  });
}
