/**
 * `--metrics HOST:PORT`: figures of the run that goes on, for whoever scrapes
 * `http://HOST:PORT/metrics`. It tells and never waits for anybody.
 */
import { LiveMetrics, type LiveRun, type Plan } from "../engine/mod.ts";
import type { Args, Flag } from "./command.ts";
import type { RunDisplay } from "./display/run_display.ts";
import { UsageError } from "./usage_error.ts";

/** The flag of `run`. */
export const METRICS_FLAG: Flag = {
  name: "metrics",
  value: "HOST:PORT",
  summary: "Answer scrapes at http://HOST:PORT/metrics while the run goes on",
};

/** What a scraper asks for that knows more than the text of Prometheus. */
const OPENMETRICS = "application/openmetrics-text";

const CONTENT_TYPES = {
  openmetrics: `${OPENMETRICS}; version=1.0.0; charset=utf-8`,
  text: "text/plain; version=0.0.4; charset=utf-8",
};

/** Listens until it is closed. */
export interface ScrapeEndpoint {
  /** With the port that was taken where 0 was asked for. */
  readonly url: string;
  /** Told of everything that the display is told of. */
  watching(display: RunDisplay): RunDisplay;
  close(): Promise<void>;
}

interface ScrapedRun {
  readonly args: Pick<Args, "text">;
  readonly plan: Pick<Plan, "profile" | "runId">;
  readonly faultsArmed: readonly string[];
}

/** Listens while `body` runs, where the flag says so. */
export async function whileScraped<T>(
  { args, plan, faultsArmed }: ScrapedRun,
  body: (scrape: ScrapeEndpoint | undefined) => Promise<T>,
): Promise<T> {
  const address = metricsAddress(args);
  if (address === undefined) return await body(undefined);
  const { profile: { name: profile }, runId: run } = plan;
  const scrape = openScrapeEndpoint(address, { run, profile, faultsArmed });
  try {
    return await body(scrape);
  } finally {
    await scrape.close();
  }
}

/** Where the flag says, or nowhere; refuses what it cannot read. */
export function metricsAddress(
  args: Pick<Args, "text">,
): Deno.TcpListenOptions | undefined {
  const typed = args.text(METRICS_FLAG.name);
  if (typed === undefined) return undefined;
  const [, plain, bracketed, digits] =
    /^(?:([^:[\]]+)|\[([\da-fA-F:.]+)\]):(\d{1,5})$/.exec(typed) ?? [];
  const port = Number(digits);
  const hostname = plain ?? bracketed;
  if (hostname !== undefined && port <= 65_535) return { hostname, port };
  throw new UsageError([
    `Cannot listen at "${typed}": --metrics takes HOST:PORT, ` +
    'as in "127.0.0.1:9464" or "[::1]:9464"',
  ]);
}

/** Fails with a usage error when the address cannot be had. */
export function openScrapeEndpoint(
  address: Deno.TcpListenOptions,
  run: LiveRun,
): ScrapeEndpoint {
  const live = new LiveMetrics(run);
  const server = listen(address, (format) => live.render(format));
  const { hostname, port } = server.addr;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${port}/metrics`,
    watching: (display) => ({
      sample(sample) {
        live.sample(sample);
        display.sample(sample);
      },
      interval(row) {
        live.interval(row);
        display.interval(row);
      },
      say: (line) => display.say(line),
      end: () => display.end(),
    }),
    // Someone who holds a connection open must not hold the run.
    close: () => server.shutdown(),
  };
}

function listen(
  address: Deno.TcpListenOptions,
  render: (format: keyof typeof CONTENT_TYPES) => string,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ ...address, onListen() {} }, (request) => {
      if (new URL(request.url).pathname !== "/metrics") {
        return new Response("See /metrics\n", { status: 404 });
      }
      const accept = request.headers.get("accept") ?? "";
      const format = accept.includes(OPENMETRICS) ? "openmetrics" : "text";
      return new Response(render(format), {
        headers: {
          "content-type": CONTENT_TYPES[format],
          connection: "close",
        },
      });
    });
  } catch (error) {
    const { hostname = "", port } = address;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError([
      `Cannot listen at "${hostname}:${port}" for --metrics: ${reason}; ` +
      "choose another port",
    ], { cause: error });
  }
}
