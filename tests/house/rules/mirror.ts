/**
 * One to one: each source file has its test file at the mirrored path. Doors,
 * types and tables run nothing, and are let off; every other
 * exemption stands in a table with its reason. All files in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

/** Path of a source file, and why it has no test of its own. */
export type Exemptions = Readonly<Record<string, string>>;

const MIRRORED = /^(main\.ts|(cmd|backends|engine|ffi|tests\/house)\/.*\.ts)$/;

/** Checks that tests mirror sources, and that no exemption is idle. */
export function checkMirror(
  files: readonly SourceFile[],
  exemptions: Exemptions,
): Breach[] {
  const paths = new Set(files.map((file) => file.path));
  const breaches: Breach[] = [];
  const add = (path: string, reason: string) =>
    breaches.push({ path, line: 0, rule: "mirror", reason });
  for (const file of files) {
    if (!MIRRORED.test(file.path) || /_test\.ts$/.test(file.path)) continue;
    if (file.path.endsWith("/mod.ts") || !runsCode(file)) continue;
    const test = mirrorOf(file.path);
    const isExempt = file.path in exemptions;
    if (paths.has(test)) {
      if (isExempt) add(file.path, `is exempt but has its test "${test}"`);
    } else if (!isExempt) add(file.path, `has no test file "${test}"`);
  }
  for (const [path, reason] of Object.entries(exemptions)) {
    if (!paths.has(path)) add(path, "is exempt but does not exist");
    if (reason.trim() === "") add(path, "is exempt without a reason");
  }
  return breaches;
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
