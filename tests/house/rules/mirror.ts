/**
 * One to one: each source file has its test file at the mirrored path. Doors,
 * types and tables run nothing, and are let off; every other
 * exemption stands in a table with its reason. All files in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

/**
 * Path of a source file, and why it has no test of its own. One `*` in it
 * stands for the part of a name in which files of a kind differ.
 */
export type Exemptions = Readonly<Record<string, string>>;

const MIRRORED = /^(main\.ts|(cmd|backends|engine|ffi|tests\/house)\/.*\.ts)$/;

/** Checks that tests mirror sources, and that no exemption is idle. */
export function checkMirror(
  files: readonly SourceFile[],
  exemptions: Exemptions,
): Breach[] {
  const paths = new Set(files.map((file) => file.path));
  const untested = files.filter((file) =>
    MIRRORED.test(file.path) && !/(_test|\/mod)\.ts$/.test(file.path) &&
    !paths.has(mirrorOf(file.path)) && runsCode(file)
  ).map((file) => file.path);
  const exempt = Object.keys(exemptions);
  const breach = (path: string, reason: string): Breach => ({
    path,
    line: 0,
    rule: "mirror",
    reason,
  });
  return [
    ...untested.filter((path) => !exempt.some((one) => covers(one, path)))
      .map((path) => breach(path, `has no test file "${mirrorOf(path)}"`)),
    ...exempt.filter((one) => !untested.some((path) => covers(one, path)))
      .map((one) => breach(one, "is exempt and need not be")),
    ...exempt.filter((one) => exemptions[one]?.trim() === "")
      .map((one) => breach(one, "is exempt without a reason")),
  ];
}

function covers(exemption: string, path: string): boolean {
  const [start = "", end] = exemption.split("*");
  if (end === undefined) return exemption === path;
  return path.startsWith(start) && path.endsWith(end) &&
    !path.slice(start.length, path.length - end.length).includes("/");
}

/** `engine/plan/compile.ts` is tested by `tests/engine/plan/compile_test.ts`. */
export function mirrorOf(path: string): string {
  const test = path.replace(/\.ts$/, "_test.ts");
  return path.startsWith("tests/") ? test : `tests/${test}`;
}

function runsCode(file: SourceFile): boolean {
  const running = breachesBySyntax(file, {
    rule: "mirror",
    watch: (report) => ({
      "FunctionDeclaration, ArrowFunctionExpression, ClassDeclaration"(
        node: Deno.lint.Node,
      ) {
        report(node, "runs");
      },
    }),
  });
  return running.length > 0;
}
