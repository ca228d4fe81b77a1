/**
 * Opens a connection to an endpoint, step by step, so that a failure can name
 * its step: the name, the TCP connection, the proxy, TLS.
 */
import { isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Detour } from "../../ffi/mod.ts";
import { type ByteStream, SocketStream } from "./byte_stream.ts";
import { within } from "./deadline.ts";
import { HttpFailure, type HttpStep, socketFailure } from "./http_failure.ts";
import { WireReader } from "./wire_reader.ts";

/** Who is to be reached. */
export interface Authority {
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
}

export interface DialOptions {
  /** PEM certificates that are trusted beside those of the system. */
  readonly caCerts?: readonly string[];
  /** Takes any certificate. */
  readonly insecure?: boolean;
  /** `http://[user:password@]host:port`. */
  readonly proxy?: URL;
  /** Where else connections to some `host:port` are made. */
  readonly detours?: readonly Detour[];
  /** For the connection and for TLS, each; 0: no bound. */
  readonly connectTimeoutMs: number;
  /** Hears of every step that was made. */
  readonly onStep?: (step: HttpStep) => void;
}

/** `host:port`, as it is printed. */
export function authorityText({ host, port }: Authority): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The address that a connection to `to` is made to. */
export function detoured(
  to: Authority,
  detours: readonly Detour[] = [],
): { readonly hostname: string; readonly port: number } {
  const where = authorityText(to).toLowerCase();
  const detour = detours.find(({ from }) => from.toLowerCase() === where);
  if (detour === undefined) return { hostname: to.host, port: to.port };
  const at = detour.to.lastIndexOf(":");
  return {
    hostname: detour.to.slice(0, at).replace(/^\[(.*)\]$/, "$1"),
    port: Number(detour.to.slice(at + 1)),
  };
}

/** Fails with an `HttpFailure`. */
export async function dial(
  to: Authority,
  options: DialOptions,
): Promise<ByteStream> {
  const { proxy } = options;
  if (to.isTls && options.insecure === true && proxy === undefined) {
    return await dialUnverified(to, options);
  }
  const first = proxy === undefined ? to : proxyAuthority(proxy);
  const stream = await dialTcp(first, options);
  if (!to.isTls) return stream;
  try {
    if (proxy !== undefined) await openTunnel(stream, to, proxy);
    return await startTls(stream, to, options);
  } catch (error) {
    closeQuietly(stream);
    throw error;
  }
}

/** Closes what may be closed already. */
export function closeQuietly(stream: ByteStream): void {
  try {
    stream.close();
  } catch {
    // A connection that failed may have closed itself.
  }
}

async function dialTcp(
  to: Authority,
  options: DialOptions,
): Promise<Deno.TcpConn> {
  const where = authorityText(to);
  let isLate = false;
  const opening = Deno.connect(detoured(to, options.detours));
  opening.then((conn) => isLate && closeQuietly(conn), () => {});
  try {
    const conn = await within({
      step: "connect",
      limitMs: options.connectTimeoutMs,
      missing: `${where} did not take a connection`,
      giveUp: () => isLate = true,
    }, opening);
    conn.setNoDelay(true);
    options.onStep?.("resolve");
    options.onStep?.("connect");
    return conn;
  } catch (cause) {
    const failure = socketFailure("connect", where, cause);
    if (failure.reason !== "unknown-host") {
      options.onStep?.("resolve");
      throw failure;
    }
    throw new HttpFailure(`the name "${to.host}" does not resolve`, {
      step: "resolve",
      reason: "unknown-host",
      cause,
    });
  }
}

async function startTls(
  plain: Deno.TcpConn,
  to: Authority,
  options: DialOptions,
): Promise<ByteStream> {
  const where = authorityText(to);
  let conn: Deno.TlsConn | undefined;
  try {
    conn = await Deno.startTls(plain, {
      hostname: to.host,
      caCerts: [...options.caCerts ?? []],
    });
    const opened = conn;
    await within({
      step: "tls",
      limitMs: options.connectTimeoutMs,
      missing: `${where} did not finish the TLS handshake`,
      giveUp: () => closeQuietly(opened),
    }, opened.handshake());
    options.onStep?.("tls");
    return opened;
  } catch (cause) {
    if (conn !== undefined) closeQuietly(conn);
    throw socketFailure("tls", where, cause);
  }
}

async function dialUnverified(
  to: Authority,
  options: DialOptions,
): Promise<ByteStream> {
  const where = authorityText(to);
  // The plain connection comes first, to tell a refusal from a bad handshake.
  (await dialTcp(to, options)).close();
  const { hostname, port } = detoured(to, options.detours);
  const socket = connectTls({
    host: hostname,
    port,
    // An address is no server name; giving one is an offence in TLS.
    ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
    rejectUnauthorized: false,
  });
  const ready = new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", () => resolve());
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed by the peer")));
  });
  try {
    await within({
      step: "tls",
      limitMs: options.connectTimeoutMs,
      missing: `${where} did not finish the TLS handshake`,
      giveUp: () => socket.destroy(),
    }, ready);
  } catch (cause) {
    socket.destroy();
    throw socketFailure("tls", where, cause);
  }
  options.onStep?.("tls");
  return new SocketStream(socket);
}

function proxyAuthority(proxy: URL): Authority {
  const port = proxy.port === "" ? 80 : Number(proxy.port);
  return { isTls: false, host: proxy.hostname, port };
}

/** The header that a proxy with a password wants; `undefined` without one. */
export function proxyAuthorization(proxy: URL): string | undefined {
  if (proxy.username === "") return undefined;
  const pair = `${decodeURIComponent(proxy.username)}:${
    decodeURIComponent(proxy.password)
  }`;
  return `Basic ${btoa(pair)}`;
}

async function openTunnel(
  stream: ByteStream,
  to: Authority,
  proxy: URL,
): Promise<void> {
  const where = authorityText(to);
  const secret = proxyAuthorization(proxy);
  const lines = [
    `CONNECT ${where} HTTP/1.1`,
    `Host: ${where}`,
    ...(secret === undefined ? [] : [`Proxy-Authorization: ${secret}`]),
  ];
  await writeAll(
    stream,
    new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`),
  );
  const reader = new WireReader((buffer) =>
    // One byte at a time: what follows the head belongs to TLS.
    stream.read(buffer.subarray(0, 1))
  );
  const status = await reader.line() ?? "nothing";
  while ((await reader.line() ?? "") !== "");
  if (/^HTTP\/1\.[01] 2\d\d/.test(status)) return;
  throw new HttpFailure(
    `the proxy ${proxy.host} refused a tunnel to ${where} (${status})`,
    { step: "proxy", reason: "refused" },
  );
}

/** Writes until all is written. */
export async function writeAll(
  stream: ByteStream,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await stream.write(bytes.subarray(at));
  }
}
