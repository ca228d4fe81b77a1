/** Finds processes by their words. Goes in: words; comes out: ids. */

/** Ids of processes whose command line holds all words. */
export function processesOf(words: readonly string[]): number[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const line = Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0");
      return words.every((word) => line.includes(word)) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
