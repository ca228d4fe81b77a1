/**
 * Importing a module does nothing: at the top level stand only imports,
 * exports, declarations, and calls that cannot reach outside. The one way in
 * is `if (import.meta.main)`. TypeScript file in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

const DECLARATIONS = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ExportDefaultDeclaration",
  "FunctionDeclaration",
  "ClassDeclaration",
  "TSTypeAliasDeclaration",
  "TSInterfaceDeclaration",
  "TSEnumDeclaration",
  "VariableDeclaration",
]);

/** Checks one file. Test files register their tests at the top. */
export function checkEffects(file: SourceFile): Breach[] {
  if (/_(test|bench)\.ts$/.test(file.path)) return [];
  return breachesBySyntax(file, {
    rule: "effects",
    watch: (report, source) => ({
      Program(node) {
        for (const statement of node.body) {
          if (DECLARATIONS.has(statement.type)) {
            checkVariables(statement, report);
            continue;
          }
          const text = source.getText(statement);
          if (/^if \(import\.meta\.main\)/.test(text)) continue;
          report(statement, "this runs when the file is imported");
        }
      },
      AwaitExpression(node) {
        if (isTopLevel(source.getAncestors(node), source)) {
          report(node, "an await at the top level makes importing wait");
        }
      },
    }),
  });
}

function checkVariables(
  statement: Deno.lint.Statement,
  report: (node: { range: Deno.lint.Range }, reason: string) => void,
) {
  const inner = statement.type === "ExportNamedDeclaration"
    ? statement.declaration
    : statement;
  if (inner?.type === "VariableDeclaration" && inner.kind !== "const") {
    report(inner, "a module has no state of its own: only const at the top");
  }
}

function isTopLevel(
  ancestors: readonly Deno.lint.Node[],
  source: Deno.lint.SourceCode,
): boolean {
  return !ancestors.some((node) =>
    /Function|MethodDefinition|PropertyDefinition/.test(node.type) ||
    node.type === "IfStatement" &&
      source.getText(node.test) === "import.meta.main"
  );
}
