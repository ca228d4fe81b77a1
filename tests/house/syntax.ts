/**
 * Rules that need the syntax tree. Deno's own parser does the work: a rule is
 * a lint visitor, run here on text, so that none of our own parsing can be
 * fooled by a string or a template. Works only under `deno test`.
 */
import { type Breach, lineAt, type SourceFile } from "./breach.ts";

/** Reports a breach at a node; the reason is a sentence. */
export type Report = (node: { range: Deno.lint.Range }, reason: string) => void;

/** The visitor of one rule for one file. */
export type Watch = (
  report: Report,
  source: Deno.lint.SourceCode,
) => Deno.lint.LintVisitor;

/** Runs the visitor over a TypeScript file and returns what it reported. */
export function breachesBySyntax(
  file: SourceFile,
  options: { readonly rule: string; readonly watch: Watch },
): Breach[] {
  const { rule, watch } = options;
  const plugin: Deno.lint.Plugin = {
    name: "house",
    rules: {
      [rule]: {
        create: (context) =>
          watch(
            ({ range }, message) => context.report({ range, message }),
            context.sourceCode,
          ),
      },
    },
  };
  return Deno.lint.runPlugin(plugin, file.path, file.text)
    .map(({ range, message }) => ({
      path: file.path,
      line: lineAt(file.text, range[0]),
      rule,
      reason: message,
    }));
}
