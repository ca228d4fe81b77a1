/**
 * Reads one YAML document within limits: no tabs as indentation (the parser
 * would misread them without a word), no anchors that grow without end.
 */
import { parse, YamlSyntaxError } from "@std/yaml";
import { UsageError } from "./usage_error.ts";

/** A profile of a thousand steps has a tenth of these. */
const TEXT_MAX = 1024 ** 2;
const NODES_MAX = 20_000;
const DEPTH_MAX = 32;

/**
 * The document as plain values; throws a `UsageError` that begins with
 * `action` and names line and column.
 */
export function readYaml(text: string, action: string): unknown {
  const refuse = (path: string, sentence: string) =>
    new UsageError(action, [{ path, sentence }]);
  if (text.length > TEXT_MAX) {
    throw refuse(
      "",
      `The text has ${text.length} characters: expected at ` +
        `most ${TEXT_MAX}`,
    );
  }
  const tab = findTab(text);
  if (tab !== null) {
    throw refuse(tab, "Cannot indent with a tab: YAML wants spaces");
  }
  const document = parseDocument(text, refuse);
  if (countNodes(document, 0, NODES_MAX) > NODES_MAX) {
    throw refuse(
      "",
      `The document grows beyond ${NODES_MAX} values or ${DEPTH_MAX} levels: ` +
        "use fewer aliases",
    );
  }
  return document;
}

function parseDocument(
  text: string,
  refuse: (path: string, sentence: string) => UsageError,
): unknown {
  try {
    return parse(text, { schema: "core" });
  } catch (error) {
    if (isSyntaxError(error)) {
      const [first = ""] = error.message.split("\n");
      const place = `line ${error.line}, column ${error.column}`;
      throw refuse(place, first.replace(/ at line \d+, column \d+:?$/, ""));
    }
    // Thousands of nested brackets exhaust the stack of the parser.
    if (error instanceof RangeError) {
      throw refuse("", "The document is nested too deeply");
    }
    throw error;
  }
}

interface SyntaxMistake extends Error {
  readonly line: number;
  readonly column: number;
}

/** The package comes without types, so the class says it here. */
function isSyntaxError(error: unknown): error is SyntaxMistake {
  return error instanceof YamlSyntaxError;
}

/** `line 3, column 1` of the first tab in an indentation. */
function findTab(text: string): string | null {
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const indent = /^\s*/.exec(line)?.[0] ?? "";
    const column = indent.indexOf("\t");
    const isBlank = line.trim() === "";
    if (column >= 0 && !isBlank) {
      return `line ${index + 1}, column ${column + 1}`;
    }
  }
  return null;
}

/**
 * Values with every alias written out, or more than `budget`. Counting stops
 * there, since a few lines of aliases can stand for billions of values.
 */
function countNodes(value: unknown, depth: number, budget: number): number {
  if (typeof value !== "object" || value === null) return 1;
  if (depth >= DEPTH_MAX) return budget + 1;
  let nodes = 1;
  for (const part of Object.values(value)) {
    if (nodes > budget) break;
    nodes += countNodes(part, depth + 1, budget - nodes);
  }
  return nodes;
}
