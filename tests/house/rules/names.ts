/**
 * File names say what is inside: snake_case, and none of the names that only
 * say that a file serves others. Exported names avoid the words that are not
 * ours. File in, breaches out.
 */
import type { Breach, SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

const EMPTY_NAMES = new Set(
  "util utils helper helpers type types common misc manager index info data"
    .split(" "),
);
const NOT_OURS = /(Job|Task|Info|Utils?|Helpers?|Manager)(?![a-z])/;

/** Checks the path, and of TypeScript the exported names. */
export function checkNames(file: SourceFile): Breach[] {
  const name = file.path.split("/").at(-1) ?? "";
  const breaches: Breach[] = [];
  const add = (reason: string) =>
    breaches.push({ path: file.path, line: 0, rule: "names", reason });
  if (/\.(ts|c|h)$/.test(name)) {
    const stem = name.replace(/\.(ts|c|h)$/, "");
    if (!/^_?[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(stem)) {
      add(`"${name}" is not snake_case`);
    }
    const bare = stem.replace(/^_/, "").replace(/_test$/, "");
    if (EMPTY_NAMES.has(bare)) {
      add(`"${name}" says nothing: name the one thing inside`);
    }
  }
  if (!name.endsWith(".ts")) return breaches;
  return [...breaches, ...checkExportedNames(file)];
}

function checkExportedNames(file: SourceFile): Breach[] {
  return breachesBySyntax(file, {
    rule: "names",
    watch: (report) => ({
      ExportNamedDeclaration(node) {
        const { declaration } = node;
        if (!declaration || !("id" in declaration)) return;
        const { id } = declaration;
        if (!id || id.type !== "Identifier") return;
        const word = NOT_OURS.exec(
          id.name.charAt(0).toUpperCase() + id.name.slice(1),
        )?.[1];
        if (word) report(id, `"${word}" in "${id.name}" is not our word`);
      },
    }),
  });
}
