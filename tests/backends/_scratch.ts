/** A folder that lives as long as one test. */

/** Runs `body` in an empty folder and removes it whatever happens. */
export async function withScratch(
  body: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
