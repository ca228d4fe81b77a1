/** Waits for parts of a case that run side by side. */

/**
 * What all of them gave. Fails with the first failure, but only once all have
 * ended: none may go on reading behind a case that is over.
 */
export async function allEnded<T>(
  running: readonly Promise<T>[],
): Promise<T[]> {
  await Promise.allSettled(running);
  return await Promise.all(running);
}
