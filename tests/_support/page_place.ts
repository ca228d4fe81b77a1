/**
 * A folder in which the commands of a page are carried out in small: sizes and
 * times are cut, places below /mnt, /data and /srv are below the folder, and
 * ports are free ones.
 */
import { main } from "../../cmd/mod.ts";
import { type TestContext, testContext } from "./cli.ts";
import { type PageCommand, shellWords } from "./page.ts";

/** Small enough for a test, large enough for every step to do something. */
const SIZE = "8MiB";
const DURATION = "300ms";
/** Commands that take both. */
const SHRUNK = ["run", "plan", "find-limit", "sweep"];

/** How one command of a page ended. */
export interface PageEnd {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Where a page is tried. */
export class PagePlace {
  readonly #folder: string;
  readonly #isWhole: boolean;
  readonly #env: Readonly<Record<string, string>>;
  readonly #swaps: [string, string][];
  readonly #files = new Map<string, string>();
  readonly #served: { context: TestContext; ending: Promise<number> }[] = [];

  constructor(
    folder: string,
    options: {
      readonly env?: Readonly<Record<string, string>>;
      /** Texts of the page and what stands for them here. */
      readonly swaps?: readonly (readonly [string, string])[];
      /** As a reader types them, over the places that the page names. */
      readonly isWhole?: boolean;
    } = {},
  ) {
    this.#folder = folder;
    this.#isWhole = options.isWhole ?? false;
    this.#env = { HOME: folder, ...options.env };
    this.#swaps = (options.swaps ?? []).map(([from, to]) => [from, to]);
  }

  /** A file of the page; it is written anew when an address changes. */
  async keep(name: string, text: string): Promise<void> {
    this.#files.set(name, text);
    await Deno.writeTextFile(`${this.#folder}/${name}`, this.#here(text));
  }

  /** Carries one command out; one that serves goes on until `close()`. */
  async carryOut({ words, into }: PageCommand): Promise<PageEnd> {
    const here = (words ?? []).map((word) => this.#here(word));
    for (const place of here.join(" ").matchAll(/\/[^\s,;]+/g)) {
      await this.#makeParent(place[0]);
    }
    if (here[0] === "serve") return await this.#serve(here);
    const context = this.#context();
    const exit = await main(this.#isWhole ? here : shrunk(here), context);
    if (into !== undefined) {
      await Deno.writeTextFile(`${this.#folder}/${into}`, context.out());
    }
    return { exit, out: context.out(), err: context.err() };
  }

  /** Ends what still serves. */
  async close(): Promise<void> {
    for (const { context, ending } of this.#served) {
      context.send("SIGINT");
      await ending;
    }
  }

  async #serve(words: readonly string[]): Promise<PageEnd> {
    const at = words.indexOf("--port");
    const port = at < 0 ? undefined : words[at + 1];
    const free = words.map((word, index) =>
      at >= 0 && index === at + 1 && !this.#isWhole ? "0" : word
    );
    const context = this.#context();
    const ending = main(free, context);
    const ended = ending.then(() => true);
    const turn = () => Deno.stat("/").then(() => false);
    while (!context.out().includes("Ctrl-C ends it")) {
      if (await Promise.race([ended, turn()])) break;
    }
    const address = /http:\/\/[\d.]+:\d+/.exec(context.out())?.[0];
    if (address === undefined) {
      return { exit: await ending, out: context.out(), err: context.err() };
    }
    this.#served.push({ context, ending });
    if (port !== undefined && !this.#isWhole) {
      this.#swaps.push([`http://127.0.0.1:${port}`, address]);
      for (const [name, text] of this.#files) await this.keep(name, text);
    }
    return { exit: 0, out: context.out(), err: context.err() };
  }

  /** With the time of day: "last" is told by it. */
  #context(): TestContext {
    const context = testContext({ cwd: this.#folder, env: this.#env });
    return { ...context, clock: { ...context.clock, date: () => new Date() } };
  }

  #here(text: string): string {
    if (this.#isWhole) return text;
    const moved = text.replaceAll(
      /(^|[\s'"=]|:\/\/)(\/(?:mnt|data|srv)\b)/g,
      (_, before, place) => `${before}${this.#folder}${place}`,
    );
    return this.#swaps
      .reduce((one, [from, to]) => one.replaceAll(from, to), moved);
  }

  async #makeParent(place: string): Promise<void> {
    const path = place.replace(/^\/+/, "/");
    if (!path.startsWith(`${this.#folder}/`)) return;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  }
}

/** The faults of the picture that the README has, and no clean units. */
const PROVEN = "--clean-units 0 --only " +
  "bit-flip-payload,bit-flip-header,bit-flip-trailer";

/** One promise of the 17, which says its states in the same words. */
const CUT = "cases run --select crash.journal";

/** The same command over less, for less long. */
function shrunk(words: readonly string[]): string[] {
  if (words.join() === "prove") return [...words, ...shellWords(PROVEN)];
  if (words.includes("crash-10k")) {
    const rest = words.slice(words.indexOf("crash-10k") + 1);
    return [...shellWords(CUT), ...rest];
  }
  if (!SHRUNK.includes(words[0] ?? "") || words.includes("--resume")) {
    return [...words];
  }
  const rest = words.filter((word, index) =>
    ![word, words[index - 1]].some((one) =>
      one === "--size" || one === "--duration"
    )
  );
  return [...rest, ...shellWords(`--size ${SIZE} --duration ${DURATION}`)];
}
