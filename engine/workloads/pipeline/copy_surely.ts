/**
 * Copies one object where it is in doubt what was done before: by a process
 * that was killed, or by a request whose answer was lost. Goes in and comes out
 * what `copyObject()` takes and gives.
 *
 * Design. A store that says "it is there already" may speak of the very copy
 * whose acknowledgement did not arrive. So before that is a failure, what is
 * there is read and compared with the source: equal bytes are a copy that is
 * done, whoever did it.
 */
import {
  copyObject,
  type CopyObjectOptions,
  type CopyOutcome,
} from "./copy_object.ts";
import type { CopyEnd, CopyPorts } from "./copy_ports.ts";

export interface CopySurelyOptions extends CopyObjectOptions {
  /** A process began this copy before, and did not write down its end. */
  readonly wasBegun?: boolean;
}

/** What a repeated request is told once the first one was carried out. */
const DONE_ALREADY = ["AlreadyExists", "NotFound", "PreconditionFailed"];
/** What is told of an upload, or a staged file, that is gone. */
const LEFT_NO_MORE = ["NotFound", "PreconditionFailed"];

/** Fails as `copyObject()` does. */
export async function copySurely(
  ports: CopyPorts,
  options: CopySurelyOptions,
): Promise<CopyOutcome> {
  const { resume, to, watch } = options;
  let isRepeated = options.wasBegun === true;
  try {
    return await copyObject(ports, {
      ...options,
      watch: {
        ...watch,
        begun: (...told) => watch.begun(...told),
        part: (...told) => watch.part(...told),
        left: (...told) => watch.left?.(...told),
        counters(counters) {
          isRepeated ||= counters.retries > 0;
          watch.counters(counters);
        },
        retried() {
          isRepeated = true;
          watch.retried?.();
        },
      },
    });
  } catch (error) {
    if (to === null || options.signal.aborted) throw error;
    if (isRepeated && isOne(error, DONE_ALREADY)) {
      const done = await compareEnds(ports, options, to);
      if (done !== undefined) return done;
    }
    if (resume === undefined || !isOne(error, LEFT_NO_MORE)) throw error;
    const { resume: _, ...anew } = options;
    return await copySurely(ports, anew);
  }
}

function isOne(error: unknown, kinds: readonly string[]): boolean {
  return error instanceof Error && "kind" in error &&
    kinds.includes(String(error.kind));
}

/** The outcome of a copy that is there; `undefined`: it is not, or another. */
async function compareEnds(
  ports: CopyPorts,
  options: CopySurelyOptions,
  to: CopyEnd,
): Promise<CopyOutcome | undefined> {
  const { resume: _, ...others } = options;
  const reading = { ...others, to: null, tellsParts: false, watch: QUIET };
  try {
    const source = await copyObject(ports, {
      ...reading,
      digests: [...options.digests, "crc64nvme"],
    });
    if (source.state === "differs") return source;
    const there = await copyObject(ports, {
      ...reading,
      from: to,
      digests: [],
      expected: source.digests,
    });
    if (there.state === "differs") return undefined;
    const { sizeBytes } = there.facts;
    return {
      ...source,
      facts: there.facts,
      counters: { ...source.counters, passedBytes: sizeBytes },
    };
  } catch {
    // Whatever it is, the failure that brought us here tells more.
    return undefined;
  }
}

const QUIET: CopyObjectOptions["watch"] = {
  begun() {},
  part() {},
  counters() {},
};
