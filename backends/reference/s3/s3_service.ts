/**
 * From an HTTP request to an HTTP reply: who asks, what for, and what comes of
 * it. Every failure becomes the XML that S3 would send; only a lost connection
 * has no answer.
 */
import type { Answer } from "../http/answer.ts";
import { closeAnswer } from "../http/answer.ts";
import { ConnectionLost } from "../http/byte_source.ts";
import type { HttpReply, HttpRequest } from "../http/http_connection.ts";
import { BadRequest } from "../http/request_head.ts";
import { type Account, authenticate } from "./authenticate.ts";
import { findOperation } from "./operations.ts";
import { Dropped } from "./payload.ts";
import type { S3Core } from "./s3_call.ts";
import type { S3About } from "./s3_decisions.ts";
import { S3Error } from "./s3_error.ts";
import { parseTarget, type S3Target } from "./s3_target.ts";

/** Who may ask, and where. */
export interface S3ServiceOptions {
  readonly core: S3Core;
  readonly accounts: readonly Account[];
  readonly anonymous: boolean;
  /** See `parseTarget`. */
  readonly domain: string;
  /** Buckets of other regions, which are only pointed to. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/** Answers the requests of one endpoint. */
export class S3Service {
  readonly #options: S3ServiceOptions;
  #count = 0;

  constructor(options: S3ServiceOptions) {
    this.#options = options;
  }

  /** Fails only as the connection does. */
  async reply(request: HttpRequest): Promise<HttpReply> {
    const { mutants, store } = this.#options.core;
    const requestId = this.#nextId();
    const asked: { about: S3About } = { about: { operation: "", store } };
    let honest: Answer;
    try {
      honest = await this.#carryOut(request, asked);
    } catch (error) {
      if (error instanceof Dropped) {
        const answer = { status: 500, headers: [] };
        return { answer, delivery: { kind: "drop" } };
      }
      honest = failureOf(error).answer(pathOf(request), requestId);
    }
    const changed = mutants.decide("answer", honest, asked.about);
    if (changed !== honest) closeAnswer(honest);
    const answer = {
      ...changed,
      headers: [
        ["Server", "stor-verify-reference"] as const,
        ["x-amz-request-id", requestId] as const,
        ...changed.headers,
      ],
    };
    const delivery = mutants.decide("delivery", { kind: "whole" }, {
      ...asked.about,
      status: answer.status,
      sizeBytes: request.method === "HEAD" ? 0 : sizeOf(answer),
    });
    return { answer, delivery };
  }

  async #carryOut(
    request: HttpRequest,
    asked: { about: S3About },
  ): Promise<Answer> {
    const { core, accounts, anonymous, domain } = this.#options;
    const { store, mutants, region } = core;
    const host = request.headers.get("host") ?? "";
    const target = parseTarget(request.target, host, domain);
    const identity = authenticate(request, target, {
      accounts,
      region,
      anonymous,
      nowMs: core.nowMs(),
    });
    const entry = findOperation(request, target);
    asked.about = aboutOf(entry.name, target, core);
    const refusal = mutants.decide("refusal", undefined, asked.about);
    if (refusal !== undefined) throw new S3Error(refusal);
    this.#checkRegion(target);
    if (entry.writes === true && !identity.mayWrite) {
      throw new S3Error("AccessDenied");
    }
    const { about } = asked;
    return await entry.run({
      ...core,
      store,
      request,
      target,
      identity,
      about,
    });
  }

  #checkRegion({ bucket }: S3Target): void {
    const region = this.#options.elsewhere.get(bucket ?? "");
    if (bucket === undefined || region === undefined) return;
    throw new S3Error("PermanentRedirect", {
      headers: [["x-amz-bucket-region", region]],
      details: [
        ["Endpoint", `${bucket}.s3.${region}.amazonaws.com`],
        ["Bucket", bucket],
      ],
    });
  }

  #nextId(): string {
    return (++this.#count).toString(16).toUpperCase().padStart(16, "0");
  }
}

function aboutOf(
  operation: string,
  { bucket: name = "", key }: S3Target,
  { store }: S3Core,
): S3About {
  const bucket = store.buckets.get(name);
  const arrived = bucket === undefined || key === undefined
    ? undefined
    : store.find(bucket, key);
  return {
    operation,
    store,
    arrived,
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
  };
}

/** What is no error of S3 is one of the endpoint, and says what it is. */
function failureOf(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof ConnectionLost || error instanceof BadRequest) {
    throw error;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new S3Error("InternalError", { details: [["Reason", reason]] });
}

function pathOf({ target }: HttpRequest): string {
  return target.replace(/\?.*$/s, "");
}

function sizeOf({ body }: Answer): number {
  if (body === undefined) return 0;
  return body instanceof Uint8Array ? body.length : body.sizeBytes;
}
