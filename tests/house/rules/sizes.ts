/**
 * Limits of size: lines of a file, columns of C, lines of a function and its
 * positional parameters. File in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";
import { findFunctions } from "./c_functions.ts";

const FILE_LINES_MAX: Readonly<Record<string, number>> = {
  ts: 300,
  c: 400,
  h: 400,
};
const FUNCTION_LINES_MAX = 70;
const PARAMETERS_MAX = 3;
const C_COLUMNS_MAX = 80;

/** Checks one TypeScript or C file; other files pass. */
export function checkSizes(file: SourceFile): Breach[] {
  const kind = file.path.split(".").at(-1) ?? "";
  const limit = FILE_LINES_MAX[kind];
  if (limit === undefined) return [];
  const breaches: Breach[] = [];
  const add = (line: number, reason: string) =>
    breaches.push({ path: file.path, line, rule: "sizes", reason });
  const count = file.text.split("\n").length - 1;
  if (count > limit) {
    add(0, `has ${count} lines, the limit is ${limit}: split by idea`);
  }
  if (kind === "ts") return [...breaches, ...checkFunctions(file)];
  file.text.split("\n").forEach((line, index) => {
    // A row of a macro table cannot be broken, and ends in a backslash.
    if (line.length > C_COLUMNS_MAX && !line.endsWith("\\")) {
      add(index + 1, `is ${line.length} columns wide, not ${C_COLUMNS_MAX}`);
    }
  });
  for (const { name, line, lines } of findFunctions(file.text)) {
    if (lines > FUNCTION_LINES_MAX) add(line, tooLong(name, lines));
  }
  return breaches;
}

type FunctionNode =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

function checkFunctions(file: SourceFile): Breach[] {
  return breachesBySyntax(file, {
    rule: "sizes",
    watch: (report) => {
      const check = (node: FunctionNode) => {
        const lines = file.text.slice(...node.range).split("\n").length;
        const name = node.type === "FunctionDeclaration"
          ? node.id?.name ?? "function"
          : "function";
        if (lines > FUNCTION_LINES_MAX) report(node, tooLong(name, lines));
        if (node.params.length > PARAMETERS_MAX) {
          report(
            node,
            `${name} takes ${node.params.length} parameters, at most ` +
              `${PARAMETERS_MAX}: pass one options object`,
          );
        }
      };
      return {
        FunctionDeclaration: check,
        FunctionExpression: check,
        ArrowFunctionExpression: check,
      };
    },
  });
}

function tooLong(name: string, lines: number): string {
  return `${name} has ${lines} lines, the limit is ${FUNCTION_LINES_MAX}`;
}
