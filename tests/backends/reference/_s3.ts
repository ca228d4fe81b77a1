/** A reference S3 endpoint that lives as long as one test, and how to ask it. */
import {
  S3Endpoint,
  type S3EndpointOptions,
} from "../../../backends/reference/mod.ts";
import { withScratch } from "../_scratch.ts";

/** An answer, read whole. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of the error document, or "" where there is none. */
  readonly code: string;
}

export interface Asking {
  readonly endpoint: S3Endpoint;
  readonly folder: string;
  /** `path` is below the bucket, with its query: `/key`, `?list-type=2`. */
  ask(method: string, path: string, options?: AskOptions): Promise<Told>;
  put(key: string, body: string | Uint8Array): Promise<Told>;
  get(key: string, headers?: Record<string, string>): Promise<Told>;
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Without signatures unless the options say otherwise. */
export async function withS3(
  body: (asking: Asking) => Promise<void>,
  options: Partial<S3EndpointOptions> = {},
): Promise<void> {
  await withScratch(async (folder) => {
    await using endpoint = await S3Endpoint.start({
      folder,
      anonymous: true,
      ...options,
    });
    await body(askingOf(endpoint, folder));
  });
}

/** The bucket `stor-verify` of an endpoint, by plain `fetch`. */
export function askingOf(endpoint: S3Endpoint, folder: string): Asking {
  const ask: Asking["ask"] = async (method, path, options = {}) => {
    const answer = await fetch(`${endpoint.url}/stor-verify${path}`, {
      method,
      headers: options.headers ?? {},
      redirect: "manual",
      ...(options.body === undefined
        ? {}
        : { body: new Uint8Array(bytesOf(options.body)) }),
    });
    const text = await answer.text();
    const code = element(text, "Code");
    return { status: answer.status, headers: answer.headers, text, code };
  };
  return {
    endpoint,
    folder,
    ask,
    put: (key, body) => ask("PUT", `/${key}`, { body }),
    get: (key, headers = {}) => ask("GET", `/${key}`, { headers }),
  };
}

/** Text of the first element of that name; "" if there is none. */
export function element(xml: string, name: string): string {
  return elements(xml, name)[0] ?? "";
}

/** Texts of all elements of that name, in order. */
export function elements(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name}>([^<]*)</${name}>`, "g");
  return [...xml.matchAll(pattern)].map(([, text = ""]) => text);
}

/** Starts an upload of parts and returns its id. */
export async function startUpload(
  { ask }: Asking,
  key: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const told = await ask("POST", `/${key}?uploads`, { headers });
  return element(told.text, "UploadId");
}

/** Puts a part and returns its ETag, in quotes. */
export async function putPart(
  { ask }: Asking,
  part: {
    readonly key: string;
    readonly id: string;
    readonly number: number;
    readonly body: string;
  },
): Promise<string> {
  const { key, id, number, body } = part;
  const path = `/${key}?partNumber=${number}&uploadId=${id}`;
  const told = await ask("PUT", path, { body });
  return told.headers.get("etag") ?? told.code;
}

/** The document that completes an upload. */
export function completion(parts: readonly (readonly [number, string])[]) {
  const listed = parts.map(([number, etag]) =>
    `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`
  );
  return `<CompleteMultipartUpload>${
    listed.join("")
  }</CompleteMultipartUpload>`;
}

/** Files of the endpoint's folder that hold bytes of objects. */
export function blobCount(folder: string): number {
  return [...Deno.readDirSync(`${folder}/blobs`)].length;
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}
