/**
 * The gateway: each request of the OpenAPI document. Goes in: requests; comes
 * out: answers. An object is visible once its chunks and its row are durable,
 * and whole or not at all.
 */
import type { Answer } from "../http/answer.ts";
import { ConnectionLost } from "../http/byte_source.ts";
import type { HttpReply, HttpRequest } from "../http/http_connection.ts";
import {
  asGatewayError,
  errorAnswer,
  GatewayError,
  jsonAnswer,
} from "./gateway_error.ts";
import {
  conditionOf,
  listRequest,
  rangeOf,
  readDescription,
  routeOf,
} from "./gateway_request.ts";
import type { ObjectRow } from "./object_row.ts";
import { downloadObject } from "./object_download.ts";
import { listObjects } from "./object_list.ts";
import { putObject, type PutOptions } from "./object_put.ts";
import { checkEnd, headersOf, notFound, wordsOf } from "./object_words.ts";

/** A body of JSON is not read further. */
const JSON_BYTES_MAX = 64 * 1024;

/** Answers requests; never fails but as the connection does. */
export class GatewayService {
  readonly #options: PutOptions;
  /** Answers that had begun when no replica could go on. */
  #downloadsCut = 0;
  /** Keep chunks, and this gateway was not told where they are. */
  #unknownServers: readonly string[] = [];

  constructor(options: PutOptions) {
    this.#options = options;
  }

  /** Looks for servers that have to be there; fails as the database does. */
  async start(): Promise<void> {
    const { metadata, servers } = this.#options;
    this.#unknownServers = (await metadata.servers())
      .filter((name) => servers.named(name) === undefined);
  }

  async answer(request: HttpRequest): Promise<HttpReply> {
    try {
      return { answer: await this.#route(request) };
    } catch (cause) {
      const failure = asGatewayError(cause);
      const answer = errorAnswer(failure);
      // Nobody waits until the rest of what was refused has come.
      const isLeft = !request.body.isDone;
      return isLeft ? { answer, delivery: { kind: "last" } } : { answer };
    }
  }

  async #route(request: HttpRequest): Promise<Answer> {
    const route = routeOf(request.target);
    const { method } = request;
    if (route.kind === "health" && method === "GET") return this.#health();
    if (route.kind === "list" && method === "GET") {
      return await this.#list(route.query);
    }
    if (route.kind === "metadata" && method === "GET") {
      return jsonAnswer(200, wordsOf(await this.#find(route.key)));
    }
    if (route.kind === "metadata" && method === "PATCH") {
      return await this.#describe(route.key, request);
    }
    if (route.kind === "object") {
      if (method === "PUT") return await this.#put(route.key, request);
      if (method === "GET" || method === "HEAD") {
        return await this.#get(route.key, request);
      }
      if (method === "DELETE") return await this.#delete(route.key, request);
    }
    throw new GatewayError(
      "MethodNotAllowed",
      `Cannot ${method} "${request.target}"`,
    );
  }

  async #put(key: string, request: HttpRequest): Promise<Answer> {
    const object = await putObject(this.#options, key, request);
    return { status: 201, headers: headersOf(object) };
  }

  async #get(key: string, request: HttpRequest): Promise<Answer> {
    const { metadata, servers, sweeper } = this.#options;
    const object = await this.#find(key);
    const reading = sweeper.reading(object.version);
    let isHanded = false;
    try {
      const matches = request.headers.get("if-match");
      if (matches !== undefined && matches !== `"${object.version}"`) {
        throw new GatewayError("PreconditionFailed", "It is another object");
      }
      const part = rangeOf(request.headers.get("range"), object.sizeBytes);
      const { start, end } = part ?? { start: 0, end: object.sizeBytes };
      const headers = [
        ...headersOf(object),
        ["Content-Type", object.contentType] as const,
        ["Accept-Ranges", "bytes"] as const,
        ...(part === null ? [] : [
          [
            "Content-Range",
            `bytes ${start}-${end - 1}/${object.sizeBytes}`,
          ] as const,
        ]),
      ];
      const status = part === null ? 200 : 206;
      if (request.method === "HEAD" || start === end) {
        return { status, headers, headBytes: end - start };
      }
      const { version } = object;
      const chunks = await metadata.chunks(version);
      if (chunks.length === 0) {
        // It was replaced or deleted between two queries.
        return await this.#get(key, request);
      }
      const blocks = downloadObject({
        ...{ version, chunks, servers, range: { start, end } },
      });
      // A chunk that cannot be read is told before the head is sent.
      const first = await blocks.next();
      isHanded = true;
      return {
        status,
        headers,
        body: {
          sizeBytes: end - start,
          chunks: this.#resumed(first, blocks),
          close: () => {
            reading[Symbol.dispose]();
            blocks.return(undefined).catch(() => {});
          },
        },
      };
    } finally {
      if (!isHanded) reading[Symbol.dispose]();
    }
  }

  async #delete(key: string, request: HttpRequest): Promise<Answer> {
    const { metadata, sweeper } = this.#options;
    checkEnd(await metadata.remove(key, conditionOf(request)), key);
    await sweeper.sweep();
    return { status: 204, headers: [] };
  }

  async #describe(key: string, { body }: HttpRequest): Promise<Answer> {
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of body) {
      text += decoder.decode(piece, { stream: true });
      if (text.length <= JSON_BYTES_MAX) continue;
      const sentence = `A description has ${JSON_BYTES_MAX} bytes at most`;
      throw new GatewayError("TooLarge", sentence);
    }
    const words = readDescription(text);
    const object = await this.#options.metadata.describe(key, words);
    if (object === null) throw notFound(key);
    return jsonAnswer(200, wordsOf(object));
  }

  async #list(query: URLSearchParams): Promise<Answer> {
    const { objects, prefixes, next } = await listObjects(
      this.#options.metadata,
      listRequest(query),
    );
    return jsonAnswer(200, {
      objects: objects.map(wordsOf),
      prefixes,
      ...(next !== undefined && { next }),
    });
  }

  /** 503 unless every server answers, with the same facts. */
  async #health(): Promise<Answer> {
    const { servers, metadata, sweeper } = this.#options;
    await servers.askAnew();
    const all = servers.all.map(({ name, address, health }) => ({
      ...{ name, address, isUp: health !== null },
      ...(health !== null && {
        freeBytes: health.freeBytes,
        totalBytes: health.totalBytes,
        chunkCount: health.chunkCount,
      }),
    }));
    const isDatabaseUp = await metadata.doomed(1).then(
      () => true,
      () => false,
    );
    // What they keep may be gone by now.
    if (this.#unknownServers.length > 0) await this.start().catch(() => {});
    const unknownServers = this.#unknownServers;
    const isHealthy = isDatabaseUp && servers.up.length === all.length &&
      unknownServers.length === 0;
    return jsonAnswer(isHealthy ? 200 : 503, {
      status: isHealthy ? "healthy" : "degraded",
      database: { isUp: isDatabaseUp, ...metadata.facts() },
      orphansDeleted: sweeper.orphansDeleted,
      sweeperFailures: sweeper.failures,
      downloadsCut: this.#downloadsCut,
      unknownServers,
      servers: all,
    });
  }

  async #find(key: string): Promise<ObjectRow> {
    const object = await this.#options.metadata.head(key);
    if (object !== null) return object;
    throw notFound(key);
  }

  /** Behind its head an answer tells a failure by its early end alone. */
  async *#resumed(
    first: IteratorResult<Uint8Array, unknown>,
    rest: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    try {
      if (!first.done) yield first.value;
      yield* rest;
    } catch (cause) {
      this.#downloadsCut += 1;
      throw new ConnectionLost({ cause });
    }
  }
}
