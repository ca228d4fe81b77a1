/**
 * What the core does for the pages of column files: all parts as one object,
 * which fits the port of the workload that reads and writes such files.
 */
import type { Library } from "./_library.ts";
import { type CipherCalls, cipherCalls } from "./cipher.ts";
import { type CodecCalls, codecCalls } from "./codec.ts";
import { type LevelCalls, levelCalls } from "./column_levels.ts";
import { type DecodeCalls, decodeCalls } from "./column_page.ts";
import { type RoomCalls, roomCalls } from "./column_room.ts";
import { type ValueCalls, valueCalls } from "./column_values.ts";

/** Calls on pages; they need nothing but the open library. */
export interface PageCalls
  extends
    CodecCalls,
    CipherCalls,
    ValueCalls,
    DecodeCalls,
    LevelCalls,
    RoomCalls {}

/** All of them, bound to `library`. */
export function pageCalls(library: Library): PageCalls {
  return {
    ...codecCalls(library),
    ...cipherCalls(library),
    ...valueCalls(library),
    ...decodeCalls(library),
    ...levelCalls(library),
    ...roomCalls(library),
  };
}
