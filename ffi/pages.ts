/**
 * What the core does for the pages of column files: all parts as one object,
 * which fits the port of the workload that reads and writes such files.
 */
import type { Library } from "./_library.ts";
import { type CodecCalls, codecCalls } from "./codec.ts";

/** Calls on pages; they need nothing but the open library. */
export type PageCalls = CodecCalls;

/** All of them, bound to `library`. */
export function pageCalls(library: Library): PageCalls {
  return { ...codecCalls(library) };
}
