/** The C tests of the core, under sanitizers and under valgrind. */
import { assertEquals } from "@std/assert";
import { runCommand } from "../../ffi/_command.ts";
import { type ProgramRun, runPrograms, skipReason } from "./c_programs.ts";

const SANITIZED = [
  "-fsanitize=address,undefined",
  "-fno-sanitize-recover=all",
  "-fno-omit-frame-pointer",
  "-O1",
  "-g",
];
const HAS_VALGRIND = (await runCommand(["valgrind", "--version"])).ok;

async function show(t: Deno.TestContext, runs: readonly ProgramRun[]) {
  for (const run of runs) {
    const isSkipped = run.code === 77;
    await t.step({
      name: isSkipped ? `${run.name} (${skipReason(run)})` : run.name,
      ignore: isSkipped,
      fn: () => {
        if (run.code !== 0) {
          throw new Error(`exit ${run.code}\n${run.output.trim()}`);
        }
      },
    });
  }
}

Deno.test("the C tests pass under address and undefined checks", async (t) => {
  await show(t, await runPrograms({ folder: "sanitized", flags: SANITIZED }));
});

Deno.test({
  name: HAS_VALGRIND
    ? "the core leaks nothing under valgrind"
    : "the core leaks nothing under valgrind (valgrind is not installed)",
  ignore: !HAS_VALGRIND,
  fn: async (t) => {
    const runs = await runPrograms({
      folder: "plain",
      flags: ["-O1", "-g"],
      only: ["fault_plan_test", "file_object_test"],
      under: [
        "valgrind",
        ...["-q", "--error-exitcode=99", "--leak-check=full"],
        "--errors-for-leak-kinds=definite,possible",
      ],
    });
    await show(t, runs);
  },
});

Deno.test("skipReason() is the last line a program printed", () => {
  const run = { name: "x", code: 77, output: "a\nskipped: no ring\n" };
  assertEquals(skipReason(run), "no ring");
  assertEquals(skipReason({ ...run, output: "" }), "no reason given");
});

Deno.test("runPrograms() tells a program that failed from one that passed", async () => {
  const request = {
    folder: "plain",
    flags: ["-O1", "-g"],
    only: ["status_test"],
  };
  const codes = await Promise.all(
    ["true", "false"].map(async (under) =>
      (await runPrograms({ ...request, under: [under] }))[0]?.code
    ),
  );
  assertEquals(codes, [0, 1]);
});
