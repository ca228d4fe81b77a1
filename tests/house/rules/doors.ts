/**
 * A door names what it shows: no `export *` anywhere, and a `mod.ts` holds
 * nothing but exports from other files. TypeScript file in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

/** Checks one file; only `mod.ts` files must be pure doors. */
export function checkDoors(file: SourceFile): Breach[] {
  const isDoor = file.path.endsWith("/mod.ts");
  return breachesBySyntax(file, {
    rule: "doors",
    watch: (report) => ({
      ExportAllDeclaration(node) {
        report(node, "export * hides what is shown: list the names");
      },
      Program(node) {
        if (!isDoor) return;
        for (const statement of node.body) {
          const isShown = statement.type === "ExportAllDeclaration" ||
            statement.type === "ExportNamedDeclaration" &&
              statement.source !== null;
          if (!isShown) {
            report(statement, "a door only exports names of other files");
          }
        }
      },
    }),
  });
}
