/** A put whose body comes only when it is told to: the request is under way. */

export interface HeldPut {
  /** Sends the body; resolves to the status of the answer. */
  finish(): Promise<number>;
}

/** Sends the head of a put to `url`, its query included. */
export async function holdPut(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<HeldPut> {
  const { hostname, port, pathname, search } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const lines = [
    `PUT ${pathname}${search} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    `content-length: ${body.length}`,
    "connection: close",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  await write(connection, `${lines.join("\r\n")}\r\n\r\n`);
  return {
    async finish() {
      await write(connection, body);
      const answer = await new Response(connection.readable).text();
      return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
    },
  };
}

async function write(connection: Deno.Conn, text: string): Promise<void> {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}
