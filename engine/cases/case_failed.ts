/** How the body of a case says that the world was in the way. */

/**
 * Nothing is known of the promise: a host too busy to be timed, a program that
 * ends badly. The message is the reason. Neither a pass nor wrong storage.
 */
export class CaseFailed extends Error {
  override readonly name = "CaseFailed";
}
