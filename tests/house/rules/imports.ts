/**
 * Collects the imports of a TypeScript file: declarations, re-exports,
 * `import()` and import types. Text in, edges out; relative specifiers are
 * resolved to paths from the top folder.
 */
import { lineAt, type SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

export interface ImportEdge {
  readonly from: string;
  readonly line: number;
  /** Path from the top for a relative import, else the bare specifier. */
  readonly to: string;
  readonly isRelative: boolean;
  /** Erased by the compiler: nothing is loaded. */
  readonly isTypeOnly: boolean;
  readonly isDynamic: boolean;
}

/** All edges of one file, in source order. */
export function collectImports(file: SourceFile): ImportEdge[] {
  const edges: ImportEdge[] = [];
  const add = (
    node: { range: Deno.lint.Range },
    specifier: string,
    how: { isTypeOnly: boolean; isDynamic?: boolean },
  ) => {
    const isRelative = specifier.startsWith(".");
    edges.push({
      from: file.path,
      line: lineAt(file.text, node.range[0]),
      to: isRelative ? resolvePath(file.path, specifier) : specifier,
      isRelative,
      isTypeOnly: how.isTypeOnly,
      isDynamic: how.isDynamic ?? false,
    });
  };
  breachesBySyntax(file, {
    rule: "imports",
    watch: () => ({
      ImportDeclaration(node) {
        const isTypeOnly = node.importKind === "type" ||
          allTypes(
            node.specifiers.map((one) =>
              one.type === "ImportSpecifier" ? one.importKind : undefined
            ),
          );
        add(node, node.source.value, { isTypeOnly });
      },
      ExportNamedDeclaration(node) {
        if (node.source === null) return;
        const isTypeOnly = node.exportKind === "type" ||
          allTypes(node.specifiers.map((one) => one.exportKind));
        add(node, node.source.value, { isTypeOnly });
      },
      ExportAllDeclaration(node) {
        add(node, node.source.value, {
          isTypeOnly: node.exportKind === "type",
        });
      },
      ImportExpression(node) {
        const { source } = node;
        const isText = source.type === "Literal" &&
          typeof source.value === "string";
        add(node, isText ? String(source.value) : "(computed)", {
          isTypeOnly: false,
          isDynamic: true,
        });
      },
      TSImportType(node) {
        const found = /import\(\s*["']([^"']+)["']/.exec(
          file.text.slice(...node.range),
        );
        if (found?.[1]) add(node, found[1], { isTypeOnly: true });
      },
    }),
  });
  return edges.sort((a, b) => a.line - b.line);
}

function allTypes(kinds: readonly (string | undefined)[]): boolean {
  return kinds.length > 0 && kinds.every((kind) => kind === "type");
}

function resolvePath(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
