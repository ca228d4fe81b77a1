/**
 * A refusal with a code, its status and its sentence. Goes in: a table of all
 * that an endpoint refuses with, and what the refusal is about; comes out: an
 * error, and its answer in XML. The sentences are ours: clients read the codes.
 */
import type { Answer } from "./http/answer.ts";
import { renderXml, type XmlElement } from "./xml.ts";

/** All that one kind of endpoint refuses with. */
export type RefusalTable<Code extends string> = Readonly<
  Record<Code, readonly [status: number, sentence: string]>
>;

export interface RefusalOptions {
  /** Instead of the code's own status, as 304 for a condition of a read. */
  readonly status?: number;
  /** Instead of the code's own sentence. */
  readonly message?: string;
  /** Elements after the message, as stores add them to some codes. */
  readonly details?: readonly XmlElement[];
  readonly headers?: Answer["headers"];
}

/** Thrown where a request must not go on. */
export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code;
  readonly status: number;
  readonly #options: RefusalOptions;

  constructor(
    table: RefusalTable<Code>,
    code: Code,
    options: RefusalOptions = {},
  ) {
    const [status, sentence] = table[code];
    super(options.message ?? sentence);
    this.code = code;
    this.status = options.status ?? status;
    this.#options = options;
  }

  /** Code, `message` and details, with what an endpoint adds to each. */
  protected document(
    message: string,
    more: readonly XmlElement[] = [],
  ): Uint8Array {
    const { details = [] } = this.#options;
    return renderXml(["Error", [
      ["Code", this.code],
      ["Message", message],
      ...details,
      ...more,
    ]]);
  }

  /** A 304 has no body, so `document` is left out of it. */
  protected answerWith(
    document: Uint8Array,
    more: Answer["headers"] = [],
  ): Answer {
    const { status } = this;
    const headers = [...(this.#options.headers ?? []), ...more];
    if (status === 304) return { status, headers };
    const type = ["Content-Type", "application/xml"] as const;
    return { status, headers: [...headers, type], body: document };
  }
}
