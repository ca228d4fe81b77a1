/**
 * The compiler is not talked out of its job: no `any`, no directive that
 * silences it or the linter, and a cast only with its reason in a comment
 * beside or above it. TypeScript file in, breaches out.
 */
import { type Breach, lineAt, type SourceFile } from "../breach.ts";
import { breachesBySyntax } from "../syntax.ts";

const SILENCERS = /@ts-(ignore|nocheck|expect-error)|deno-(lint|fmt)-ignore/;
/** How many lines above a cast its reason may start. */
const REASON_LINES = 3;

/** Checks one file. Tests may cast, and may expect a type error. */
export function checkTyping(file: SourceFile): Breach[] {
  const isTest = file.path.startsWith("tests/");
  return breachesBySyntax(file, {
    rule: "typing",
    watch: (report, source) => {
      const commented = new Set<number>();
      return {
        Program() {
          for (const { range } of source.getAllComments()) {
            const text = file.text.slice(...range);
            const found = SILENCERS.exec(text)?.[0];
            if (found && !(isTest && found === "@ts-expect-error")) {
              report({ range }, `"${found}" silences the checker`);
            }
            const last = lineAt(file.text, range[1]);
            for (let line = lineAt(file.text, range[0]); line <= last;) {
              commented.add(line++);
            }
          }
        },
        TSAnyKeyword: (node) => report(node, `"any" turns the checker off`),
        TSAsExpression(node) {
          const isConst = /\bas const$/.test(source.getText(node));
          if (isTest || isConst) return;
          const at = lineAt(file.text, node.range[0]);
          const lines = Array.from(
            { length: REASON_LINES + 1 },
            (_, above) => at - above,
          );
          if (lines.some((line) => commented.has(line))) return;
          report(node, "a cast needs its reason in a comment above it");
        },
      };
    },
  });
}
