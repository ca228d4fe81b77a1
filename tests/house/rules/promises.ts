/**
 * Every exported function, class and constant has a sentence: a doc comment
 * directly above it that is more than its name. The head of a file is the
 * sentence of the one thing in it. TypeScript file in, breaches out. Types
 * are left to the reader: their fields carry the sentences.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

type Exported = Deno.lint.ExportNamedDeclaration;

const RUNNING = /^(FunctionDeclaration|ClassDeclaration|VariableDeclaration)$/;

/** Checks one file; tests export little and are let off. */
export function checkPromises(file: SourceFile): Breach[] {
  if (file.path.startsWith("tests/")) return [];
  const exported: Exported[] = [];
  return breachesBySyntax(file, {
    rule: "promises",
    watch: (report) => ({
      ExportNamedDeclaration(node) {
        const kind = node.declaration?.type ?? "";
        if (node.source === null && RUNNING.test(kind)) exported.push(node);
      },
      "Program:exit"() {
        for (const node of exported) {
          if (isDocumented(file.text, node)) continue;
          if (exported.length === 1 && file.text.startsWith("/**")) continue;
          report(node, "an exported name needs a sentence above it");
        }
      },
    }),
  });
}

function isDocumented(text: string, node: Exported): boolean {
  const above = text.slice(0, node.range[0]).trimEnd();
  const start = above.lastIndexOf("/**");
  const hasSentence = above.endsWith("*/") && start > 0 &&
    /\w+\W+\w+/.test(above.slice(start));
  return hasSentence || isOverload(above);
}

/** A further signature of a function needs no sentence of its own. */
function isOverload(above: string): boolean {
  return /export (async )?function [^;{]*;$/.test(above.slice(-400));
}
