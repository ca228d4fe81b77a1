/**
 * A page as a real browser shows it: what became of it, and what the browser
 * said on its console. Goes in: the text of a page; comes out: its DOM.
 */
import { assert, assertEquals } from "@std/assert";

/** Debian's name first; a host without any skips, and says so. */
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** The path of a browser of this host; `undefined` where it has none. */
export function findBrowser(): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return BROWSERS.flatMap((name) => folders.map((one) => `${one}/${name}`))
    .find((path) => {
      try {
        return Deno.statSync(path).isFile;
      } catch {
        return false;
      }
    });
}

/** Everything that a browser must be told to be alone, and without a screen. */
function alone(folder: string): string[] {
  return [
    ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
    ...["--disable-dev-shm-usage", "--disable-background-networking"],
    ...[`--user-data-dir=${folder}/profile`, "--window-size=1300,2000"],
    ...["--enable-logging=stderr", "--virtual-time-budget=5000"],
  ];
}

/** What the browser made of the page, and what it said on its console. */
export async function openPage(browser: string, html: string) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/page.html`, html);
    const { stdout, stderr } = await new Deno.Command(browser, {
      args: [
        ...alone(folder),
        ...["--dump-dom", `file://${folder}/page.html`],
      ],
      env: { HOME: folder },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const console = text(stderr).split("\n")
      .filter((line) => /CONSOLE/.test(line));
    return { dom: text(stdout), console };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Of the pixels of a page on paper, in the units of the printer. */
export const PRINT_SCALE = 300 / 96;

/**
 * How a page is scaled on each sheet; less than `PRINT_SCALE` where something
 * was too wide for it, so that all was shrunk.
 */
export async function printScales(
  browser: string,
  html: string,
): Promise<number[]> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/page.html`, html);
    await new Deno.Command(browser, {
      args: [
        ...alone(folder),
        ...["--no-pdf-header-footer", `--print-to-pdf=${folder}/page.pdf`],
        `file://${folder}/page.html`,
      ],
      env: { HOME: folder },
      stderr: "null",
    }).output();
    const texts = await pdfTexts(await Deno.readFile(`${folder}/page.pdf`));
    return texts.filter((text) => /^[.\d]+ 0 0 -[.\d]+ 0 \d+ cm/.test(text))
      .flatMap((text) => {
        const scales = [
          ...text.matchAll(/^([.\d]+) 0 0 \1 [.\d]+ [.\d]+ cm$/gm),
        ];
        return scales.slice(0, 1).map(([, scale]) => Number(scale));
      });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Streams of a PDF that are compressed texts. */
async function pdfTexts(pdf: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const letters = new TextDecoder("latin1").decode(pdf);
  const texts: string[] = [];
  for (const match of letters.matchAll(/\/FlateDecode[^>]*>> stream\r?\n/g)) {
    const from = match.index + match[0].length;
    const to = letters.indexOf("\nendstream", from);
    const plain = new Blob([pdf.subarray(from, to)]).stream()
      .pipeThrough(new DecompressionStream("deflate"));
    texts.push(await new Response(plain).text());
  }
  return texts;
}

/** Fails unless every chart of a page was drawn; gives how many there are. */
export function assertDrawn(html: string, dom: string): number {
  const places = [...html.matchAll(/data-chart="/g)].length;
  assert(dom.includes(`data-drawn="${places}"`), "not every chart is drawn");
  assert(dom.includes('data-failed=""'), "a chart could not be drawn");
  // One canvas each: the library made every one of them.
  assertEquals([...dom.matchAll(/<canvas/g)].length, places);
  return places;
}

/** Fails unless each figure is that of the JSON; gives how many there are. */
export function assertFigures(dom: string, json: unknown): number {
  const figures = [
    ...dom.matchAll(/data-path="([^"]+)" data-value="([^"]+)"/g),
  ];
  for (const [, path = "", value] of figures) {
    assertEquals(Number(value), at(json, path), path);
  }
  return figures.length;
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (one, name) =>
      typeof one === "object" && one !== null
        ? Reflect.get(one, name)
        : undefined,
    value,
  );
}
