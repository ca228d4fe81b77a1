/**
 * Finds the functions of a C file and their lengths. C text in, functions
 * out. Comments, strings and preprocessor lines are blanked first; then a
 * brace at the outermost level after `)` opens a function body.
 */

export interface CFunction {
  readonly name: string;
  /** Of the line that names it, counted from 1. */
  readonly line: number;
  /** From the name to the closing brace. */
  readonly lines: number;
}

/** All function definitions, in source order. */
export function findFunctions(text: string): CFunction[] {
  const code = blankC(text);
  const found: CFunction[] = [];
  let depth = 0;
  let headStart = 0;
  let open: { name: string; line: number } | null = null;
  for (let at = 0; at < code.length; at += 1) {
    const char = code[at];
    if (char === ";" && depth === 0) headStart = at + 1;
    if (char === "{") {
      if (depth === 0) open = readHead(code, headStart, at);
      depth += 1;
    }
    if (char === "}") {
      depth -= 1;
      if (depth === 0) {
        if (open !== null) {
          const last = code.slice(0, at).split("\n").length;
          found.push({ ...open, lines: last - open.line + 1 });
        }
        open = null;
        headStart = at + 1;
      }
    }
  }
  return found;
}

function readHead(code: string, start: number, end: number) {
  const head = code.slice(start, end).replace(
    /__attribute__\s*\(\(.*?\)\)/gs,
    (part) => " ".repeat(part.length),
  );
  const named = /([A-Za-z_]\w*)\s*\([^{}=]*\)\s*$/.exec(head);
  if (named?.[1] === undefined) return null;
  const at = start + named.index;
  return { name: named[1], line: code.slice(0, at).split("\n").length };
}

/** Comments, strings, characters and preprocessor lines become spaces. */
function blankC(text: string): string {
  const parts =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|^[ \t]*#(?:\\\n|[^\n])*/gm;
  return text.replace(parts, (part) => part.replace(/[^\n]/g, " "));
}
