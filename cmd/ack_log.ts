/** `stor-verify ack-log`: keeps what runs on other hosts say is durable. */
import { ACK_PORT, AckListener } from "../backends/acknowledgement/mod.ts";
import { SECRET_VARIABLE } from "./ack_log/ack_place.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
Listens for runs on other hosts that were started with --ack-log, and keeps what
each says is durable in a file RUN.acks of its own: appended only, checked, and
synced before it is answered for. Then the power of the other host can be cut in
the middle of its run, and when it is back, "stor-verify verify --ack-log
RUN.acks" there says if something durable is gone. Runs until Ctrl-C.

Listens on 127.0.0.1 unless an address is given. On any other it needs a secret,
which both hosts have in ${SECRET_VARIABLE}: it does not travel, but
what is told travels in the open.`;

/** The command as the table lists it. */
export const ackLog: Command = {
  name: "ack-log",
  summary: "Keep for a run on another host what survives its loss of power",
  help: HELP,
  examples: [
    "stor-verify ack-log",
    "stor-verify ack-log --listen 192.168.1.5 --dir /var/tmp/acks",
  ],
  positionals: [],
  flags: [
    {
      name: "listen",
      value: "ADDRESS[:PORT]",
      summary: `Listen there; default: 127.0.0.1:${ACK_PORT}`,
    },
    { name: "dir", value: "DIR", summary: "Keep files there; default: here" },
  ],
  async run(context, args) {
    const options = readOptions(context, args);
    const interrupt = listenForInterrupt(context);
    const listener = startListener(context, options);
    try {
      const { folder, hostname, secret } = options;
      const said = hostname === "127.0.0.1" || secret === undefined
        ? ""
        : `, with the secret in ${SECRET_VARIABLE}`;
      context.stdout.write(
        `Listening on ${shown(hostname, listener.port)}${said}\n` +
          `Files go into "${folder}"\n` +
          "On the other host:\n\n  stor-verify run --ack-log " +
          `tcp://${reachable(hostname, listener.port)} ...\n\n` +
          "Ctrl-C ends it.\n",
      );
      await ended(interrupt.signal);
      return 0;
    } finally {
      await listener.close();
      interrupt.end();
    }
  },
};

interface Options {
  readonly hostname: string;
  readonly port: number;
  readonly folder: string;
  readonly secret: string | undefined;
}

/** Fails with a `UsageError` that holds every mistake. */
function readOptions(context: Context, args: Args): Options {
  const text = args.text("listen") ?? "127.0.0.1";
  const place = readAddress(text);
  const secret = context.env(SECRET_VARIABLE);
  const folder = absolutePath(context.cwd, args.text("dir") ?? ".");
  const isHere = place !== null && /^(127\.|::1$)/.test(place.hostname);
  const mistakes = [
    ...(place === null
      ? [
        `Cannot use --listen ${text}: it is an address of this host, such as ` +
        "192.168.1.5 or [::1]:7411",
      ]
      : []),
    ...(place !== null && !isHere && secret === undefined
      ? [
        `Cannot listen on ${text} without a secret: others can reach it; set ` +
        `${SECRET_VARIABLE} to the same text here and on the host of the run`,
      ]
      : []),
    ...(isFolder(folder)
      ? []
      : [`Cannot keep files in "${folder}": it is not a folder that exists`]),
  ];
  if (place === null || mistakes.length > 0) throw new UsageError(mistakes);
  return { ...place, folder, secret };
}

function readAddress(
  text: string,
): { readonly hostname: string; readonly port: number } | null {
  const [, bracketed, plain, port] =
    /^(?:\[([0-9a-fA-F:.]+)\]|(\d+\.\d+\.\d+\.\d+))(?::(\d{1,5}))?$/
      .exec(text) ?? [];
  const hostname = bracketed ?? plain;
  const number = port === undefined ? ACK_PORT : Number(port);
  return hostname === undefined || number > 65535
    ? null
    : { hostname, port: number };
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function startListener(
  context: Context,
  { folder, hostname, port, secret }: Options,
): AckListener {
  try {
    return AckListener.start({
      ...{ folder, hostname, port },
      ...(secret === undefined ? {} : { secret }),
      random: (count) => context.random(count),
      say: (line) => context.stdout.write(`${line}\n`),
    });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new UsageError([
        `Cannot listen on ${shown(hostname, port)}: somebody else does; ` +
        "name another port with --listen ADDRESS:PORT",
      ], { cause: error });
    }
    if (error instanceof Deno.errors.AddrNotAvailable) {
      throw new UsageError([
        `Cannot listen on ${shown(hostname, port)}: it is no address of this ` +
        'host; "ip address" lists them',
      ], { cause: error });
    }
    throw error;
  }
}

/** What another host types: "all addresses" is none that it can reach. */
function reachable(hostname: string, port: number): string {
  const isAny = hostname === "0.0.0.0" || hostname === "::";
  return shown(isAny ? Deno.hostname() : hostname, port);
}

function shown(hostname: string, port: number): string {
  return hostname.includes(":")
    ? `[${hostname}]:${port}`
    : `${hostname}:${port}`;
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
