/**
 * Arrow, loaded when a table is first used: it costs every start of the
 * program a tenth of a second otherwise.
 */

/** Classes and functions of the library. */
export type ArrowLibrary = typeof import("apache-arrow");

/** The same one each time. */
export function loadArrow(): Promise<ArrowLibrary> {
  return import("apache-arrow");
}
