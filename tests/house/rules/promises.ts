/**
 * Every exported function, class and constant has a sentence: a doc comment
 * directly above it that is more than its name. TypeScript file in, breaches
 * out. Types are left to the reader: their fields carry the sentences.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

/** Checks one file; tests export little and are let off. */
export function checkPromises(file: SourceFile): Breach[] {
  if (file.path.startsWith("tests/")) return [];
  return breachesBySyntax(file, {
    rule: "promises",
    watch: (report) => ({
      ExportNamedDeclaration(node) {
        const { declaration } = node;
        if (!declaration || node.source !== null) return;
        const kind = declaration.type;
        if (
          kind !== "FunctionDeclaration" && kind !== "ClassDeclaration" &&
          kind !== "VariableDeclaration"
        ) return;
        const above = file.text.slice(0, node.range[0]).trimEnd();
        const start = above.lastIndexOf("/**");
        const isDocumented = above.endsWith("*/") && start > 0 &&
          /\w+\W+\w+/.test(above.slice(start));
        if (!isDocumented && !isOverload(above)) {
          report(node, "an exported name needs a sentence above it");
        }
      },
    }),
  });
}

/** A further signature of a function needs no sentence of its own. */
function isOverload(above: string): boolean {
  return /export (async )?function [^;{]*;$/.test(above.slice(-400));
}
