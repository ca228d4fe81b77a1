/**
 * Waits for storage for as long as the hard signal has not come: what hangs then
 * would hold the run. Goes in: what is waited for; comes out: what it gives.
 */

/** `null` once `hardSignal` came; what is left waiting then is nobody's. */
export async function unlessHard<T>(
  hardSignal: AbortSignal,
  waiting: Promise<T>,
): Promise<T | null> {
  const stopped = Promise.withResolvers<null>();
  const stop = () => stopped.resolve(null);
  hardSignal.addEventListener("abort", stop, { once: true });
  if (hardSignal.aborted) stop();
  try {
    return await Promise.race([waiting, stopped.promise]);
  } finally {
    hardSignal.removeEventListener("abort", stop);
  }
}
