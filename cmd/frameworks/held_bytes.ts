/**
 * What this process holds, with garbage collected first: the runtime collects
 * when it likes, and buffers that nobody needs would count as memory of a cache.
 */

/** JavaScript's heap and the buffers beside it, in bytes. */
export async function heldBytes(): Promise<number> {
  // Loaded only where it is needed: it costs time at the start.
  const { default: inspector } = await import("node:inspector");
  const inspected = new inspector.Session();
  inspected.connect();
  // The answer alone does not keep the program waiting for it.
  const awake = setInterval(() => {}, 1000);
  try {
    await new Promise<void>((resolve) =>
      inspected.post("HeapProfiler.collectGarbage", () => resolve())
    );
  } finally {
    clearInterval(awake);
    inspected.disconnect();
  }
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
