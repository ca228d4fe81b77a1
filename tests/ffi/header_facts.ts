/** Reads the tables of the headers, to compare what TypeScript repeats. */
import { ROOT } from "./c_programs.ts";

const FOLDER = `${ROOT}/ffi/core/include`;
const DOOR = "stor_core.h";

/** Names of all public headers: the one to include, and its parts. */
export function headerNames(): string[] {
  const parts = [...Deno.readDirSync(FOLDER)]
    .map(({ name }) => name)
    .filter((name) => name !== DOOR);
  return [DOOR, ...parts.sort()];
}

/** Text of one header, comments and all. */
export function headerSource(name: string): string {
  return Deno.readTextFileSync(`${FOLDER}/${name}`);
}

/** All headers' text without comments, as it is now. */
export function headerText(): string {
  return headerNames().map(headerSource).join("\n")
    .replace(/\/\*[\s\S]*?\*\//g, "");
}

/** Names of all functions marked `SV_API`, in order. */
export function headerFunctions(text = headerText()): string[] {
  return [...text.matchAll(/^SV_API [^;(]*?(sv_\w+)\(/gm)]
    .map((match) => match[1] ?? "");
}

/** Rows of an X-macro table such as `SV_STATUS_MAP`: their arguments. */
export function headerTable(name: string, text = headerText()): string[][] {
  const start = text.indexOf(`#define ${name}(XX)`);
  if (start < 0) throw new Error(`The header has no table ${name}`);
  const lines: string[] = [];
  for (const line of text.slice(start).split("\n")) {
    lines.push(line.replace(/\\$/, ""));
    if (!line.endsWith("\\")) break;
  }
  // Two literals beside each other are one.
  const joined = lines.join("\n").replaceAll(/"\s+"/g, "");
  return [...joined.matchAll(/XX\(((?:"[^"]*"|[^()"])*)\)/g)]
    .map((match) =>
      [...(match[1] ?? "").matchAll(/"([^"]*)"|([^,\s][^,]*)/g)]
        .map((part) => part[1] ?? part[2]?.trim() ?? "")
    );
}

/** Value of a number that is `#define`d or set in an enum. */
export function headerNumber(name: string, text = headerText()): number {
  const match = new RegExp(`\\b${name}(?: =)? (\\d+)u?\\b`).exec(text);
  if (match === null) throw new Error(`The header has no number ${name}`);
  return Number(match[1]);
}
