/** A bucket whose server answers as the test says, whatever is asked. */
import type { Backend } from "../../../backends/mod.ts";
import { withRawServer } from "../_raw_server.ts";
import { withBackend } from "./_s3_server.ts";

/** One answer; its length is written, unless `hasLength` is `false`. */
export interface Canned {
  readonly status: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly hasLength?: boolean;
}

/** Every request gets `answer(line)`; the connection ends after it. */
export async function withCanned(
  answer: (line: string) => Canned,
  body: (backend: Backend) => Promise<void>,
): Promise<void> {
  await withRawServer(async (peer) => {
    const [line = ""] = (await peer.head()).split("\r\n");
    const canned = answer(line);
    const text = canned.body ?? "";
    const headers = {
      connection: "close",
      ...(canned.hasLength === false
        ? {}
        : { "content-length": String(text.length) }),
      ...canned.headers,
    };
    const lines = Object.entries(headers).map(([name, value]) =>
      `${name}: ${value}\r\n`
    );
    await peer.send(
      `HTTP/1.1 ${canned.status}\r\n${lines.join("")}\r\n${text}`,
    );
    peer.close();
  }, async ({ port }) => {
    await withBackend("s3://bucket/p", {
      endpoint: `http://127.0.0.1:${port}`,
      accessKeyId: "a",
      secretAccessKey: "b",
    }, body);
  });
}
