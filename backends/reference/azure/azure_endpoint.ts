/**
 * A strict, small Azure Blob server in this process, over a folder. It checks
 * every signature, condition and checksum, and can be told to lie. Goes in:
 * `EndpointOptions`; comes out: an endpoint that listens until it is closed.
 *
 * Design. The folder holds bytes and records of blobs, which the next endpoint
 * over it takes up; blocks that nobody committed go with this one.
 */
import { BlobFolder } from "../blob_folder.ts";
import type { EndpointOptions, RunningEndpoint } from "../endpoint.ts";
import type { Answer } from "../http/answer.ts";
import type { HttpReply, HttpRequest } from "../http/http_connection.ts";
import { HttpServer } from "../http/http_server.ts";
import { type Arming, Mutants } from "../mutants.ts";
import { checkAccess } from "./blob_access.ts";
import type { AzureAbout, AzureDecisions } from "./azure_decisions.ts";
import { AZURE_MUTANTS } from "./azure_mutants.ts";
import { BlobError } from "./blob_error.ts";
import { readBlobRequest } from "./blob_request.ts";
import { BlobRecords } from "./blob_records.ts";
import { findRoute } from "./blob_route.ts";
import { BlobState } from "./blob_state.ts";
import type { Account } from "./shared_key.ts";

/** Known to everybody: it guards nothing but tests. */
const ACCOUNT = "devstoreaccount1";
const ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVE" +
  "rCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const CONTAINER = "scratch";

export interface AzureEndpointOptions extends EndpointOptions {
  /** Taken as a token of Entra ID; none is when absent. */
  readonly bearer?: string;
  /** PEM texts; plain HTTP when absent. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly nowMs?: () => number;
}

export class AzureEndpoint implements RunningEndpoint {
  readonly url: string;
  readonly targetUrl: string;
  readonly settings: Readonly<Record<string, string | boolean>>;
  readonly mutants: Mutants<AzureDecisions>;
  readonly #server: HttpServer;
  readonly #options: AzureEndpointOptions;
  readonly #replicas: AzureEndpoint[] = [];
  readonly #state: BlobState;
  readonly #account: Account;
  readonly #bearer: string | undefined;
  readonly #nowMs: () => number;
  #requests = 0;

  private constructor(
    options: AzureEndpointOptions,
    state: BlobState,
    mutants: Mutants<AzureDecisions>,
  ) {
    const { accessKey: name = ACCOUNT, secretKey: key = ACCOUNT_KEY } = options;
    const { bucket = CONTAINER, port, tls, nowMs = Date.now } = options;
    this.#options = options;
    this.#account = { name, key };
    this.#bearer = options.bearer;
    this.#nowMs = nowMs;
    this.mutants = mutants;
    this.#state = state;
    if (!state.containers.has(bucket)) state.makeContainer(bucket);
    this.#server = new HttpServer({
      onRequest: (request) => this.#reply(request),
      ...(port === undefined ? {} : { port }),
      ...(tls === undefined ? {} : { tls }),
      nowMs,
    });
    this.url = this.#server.url;
    this.targetUrl = `az://${bucket}`;
    this.settings = {
      endpoint: `${this.url}/${name}`,
      account: name,
      accountKey: key,
    };
  }

  /** Takes up what an earlier endpoint left in the folder, then listens. */
  static async start(options: AzureEndpointOptions): Promise<AzureEndpoint> {
    // Folders of their own, so that nothing else is ever swept.
    const blobs = `${options.folder}/azure-blobs`;
    const records = `${options.folder}/azure-records`;
    for (const folder of [blobs, records]) {
      await Deno.mkdir(folder, { recursive: true });
    }
    const mutants = new Mutants(AZURE_MUTANTS, options.mutants);
    const state = new BlobState({
      folder: new BlobFolder(blobs),
      records: new BlobRecords(records),
      nowMs: options.nowMs ?? Date.now,
      keepsPrevious: mutants.isArmed,
    });
    await state.load();
    return new AzureEndpoint(options, state, mutants);
  }

  /**
   * Another address of the same blobs, with lies of its own; it ends with this
   * endpoint. Lies about the past need one armed here too, from the start.
   */
  replica(armings: readonly Arming[] = []): AzureEndpoint {
    const { port: _, ...options } = this.#options;
    const mutants = new Mutants(AZURE_MUTANTS, armings);
    const replica = new AzureEndpoint(options, this.#state, mutants);
    this.#replicas.push(replica);
    return replica;
  }

  /** Ends every connection; what was put stays in the folder. */
  async close(): Promise<void> {
    await Promise.all(this.#replicas.map((replica) => replica.close()));
    await this.#server.close();
    await this.#state.settle();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #reply(request: HttpRequest): Promise<HttpReply> {
    const requestId = `reference-${++this.#requests}`;
    let about: AzureAbout = { operation: "" };
    let answer: Answer;
    try {
      [answer, about] = await this.#run(request, (known) => about = known);
    } catch (error) {
      if (!(error instanceof BlobError)) throw error;
      answer = error.answer(requestId, this.#nowMs());
    }
    const stamped: Answer = {
      ...answer,
      headers: [
        ...answer.headers,
        ["Server", "stor-verify-reference"],
        ["x-ms-request-id", requestId],
        ["x-ms-version", request.headers.get("x-ms-version") ?? ""],
        ...echoed(request),
      ],
    };
    const shown = this.mutants.decide("answer", stamped, about);
    const sizeBytes = shown.body instanceof Uint8Array
      ? shown.body.length
      : shown.body?.sizeBytes ?? 0;
    const delivery = this.mutants.decide("delivery", { kind: "whole" }, {
      ...about,
      sizeBytes,
    });
    return { answer: shown, delivery };
  }

  async #run(
    sent: HttpRequest,
    onKnown: (about: AzureAbout) => void,
  ): Promise<[Answer, AzureAbout]> {
    const request = readBlobRequest(sent);
    const found = findRoute(request);
    const container = this.#state.containers.get(request.container ?? "");
    const about: AzureAbout = {
      operation: found.operation,
      ...(container === undefined ? {} : { container }),
      ...(request.blob === undefined ? {} : { blob: request.blob }),
      arrived: container?.blobs.get(request.blob ?? ""),
    };
    onKnown(about);
    const access = {
      account: this.#account,
      bearer: this.#bearer,
      nowMs: this.#nowMs(),
    };
    checkAccess(request, found, access);
    const refusal = this.mutants.decide("refusal", undefined, about);
    if (refusal !== undefined) throw new BlobError(refusal);
    const answer = await found.run({
      request,
      state: this.#state,
      mutants: this.mutants,
      account: this.#account,
      origin: this.url,
      about,
      checkSource: (source) =>
        checkAccess(
          source,
          { permissions: ["r"] },
          { ...access, asSource: true },
        ),
    });
    return [answer, about];
  }
}

/** What the client sent to tell its requests apart. */
function echoed(request: HttpRequest): (readonly [string, string])[] {
  const id = request.headers.get("x-ms-client-request-id");
  return id === undefined ? [] : [["x-ms-client-request-id", id]];
}
