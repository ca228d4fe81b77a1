/**
 * What is taken from the surroundings without being handed over: the exit,
 * the console and chance for all, and for the engine also disk, net and
 * clock. TypeScript file in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

interface Ban {
  /** The member as written. */
  readonly member: RegExp;
  readonly in: (path: string) => boolean;
  readonly reason: string;
}

/** Tools of the checkout, which are no part of the program, and one door. */
const RUNS_PROGRAMS = new Set([
  "ffi/_command.ts",
  "backends/bundle_sdks.ts",
  "cmd/bundle_page.ts",
  "cmd/python/run_python.ts",
  // Itself, once for each part of a cluster.
  "cmd/serve/child_server.ts",
]);

/** Programs of their own, which print and leave by themselves. */
const isProgram = (path: string) =>
  path === "main.ts" || path === "ffi/build.ts" || path === "tests/run.ts" ||
  path.startsWith("bench/");
const isTest = (path: string) => path.startsWith("tests/");
const isEngine = (path: string) => path.startsWith("engine/");

const BANS: readonly Ban[] = [
  {
    member: /^Deno\.exit$/,
    in: (path) => path !== "main.ts",
    reason: "only main.ts exits: set Deno.exitCode in a program, or return",
  },
  {
    member: /^Deno\.Command$/,
    in: (path) => !isTest(path) && !isProgram(path) && !RUNS_PROGRAMS.has(path),
    reason: "only cmd/python/run_python.ts runs a program, python3",
  },
  {
    member: /^Math\.random$/,
    in: () => true,
    reason: "chance that cannot be repeated: take a seed",
  },
  {
    member: /^console\.\w+$/,
    in: (path) => !isProgram(path) && !isTest(path),
    reason: "write to what the context hands over",
  },
  {
    member: /^(Deno\.\w+|Date\.now|performance\.\w+|crypto\.\w+)$/,
    in: isEngine,
    reason: "the engine touches only what it was handed",
  },
];

const ENGINE_CALLS =
  /^(fetch|setTimeout|setInterval|queueMicrotask|WebSocket|Worker)$/;

/** Checks one file against every ban that holds there. */
export function checkAmbient(file: SourceFile): Breach[] {
  const bans = BANS.filter((ban) => ban.in(file.path));
  return breachesBySyntax(file, {
    rule: "ambient",
    watch: (report, source) => ({
      MemberExpression(node) {
        const text = source.getText(node).replace(/^globalThis\./, "");
        const member = text.replace(/\s+/g, "");
        for (const ban of bans) {
          if (ban.member.test(member)) {
            report(node, `${member}: ${ban.reason}`);
            return;
          }
        }
      },
      "CallExpression, NewExpression"(
        node: Deno.lint.CallExpression | Deno.lint.NewExpression,
      ) {
        if (!isEngine(file.path)) return;
        const name = source.getText(node.callee);
        const isNow = name === "Date" && node.arguments.length === 0;
        if (ENGINE_CALLS.test(name) || isNow) {
          report(node, `${name}: the engine touches only what it was handed`);
        }
      },
    }),
  });
}
