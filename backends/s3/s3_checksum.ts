/** Checksums as the SDK's fields name them. */
import type { ObjectChecksum } from "../contract.ts";

/** Fields of an answer that state checksums. */
export interface StatedChecksums {
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumCRC64NVME?: string | undefined;
}

/** The field of a put that states this checksum. */
export function checksumInput({ algorithm, base64 }: ObjectChecksum) {
  switch (algorithm) {
    case "md5":
      return { ContentMD5: base64 };
    case "crc32c":
      return { ChecksumCRC32C: base64 };
    case "crc64nvme":
      return { ChecksumCRC64NVME: base64 };
  }
}

/** What is used of a request before it is signed. */
interface BuiltRequest {
  readonly headers: Record<string, string>;
}

/** What is used of a command of the SDK. */
interface Command {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: { request: unknown }) => unknown,
      ) => (args: { request: unknown }) => unknown,
      options: { readonly step: "build"; readonly name: string },
    ): void;
  };
}

/**
 * Has the store send the checksum of the object. Beside the SDK's own switch
 * for it: that would let the SDK compare some of them, in words of its own.
 */
export function askingChecksum<C>(command: C): C {
  // Every command has the stack; its type is that of one command each.
  const { middlewareStack } = command as unknown as Command;
  middlewareStack.add((next) => (args) => {
    if (isBuilt(args.request)) {
      args.request.headers["x-amz-checksum-mode"] = "ENABLED";
    }
    return next(args);
  }, { step: "build", name: "askingChecksum" });
  return command;
}

function isBuilt(request: unknown): request is BuiltRequest {
  return typeof request === "object" && request !== null &&
    "headers" in request;
}

/** That of all bytes; one over the checksums of parts says nothing of them. */
export function wholeChecksumOf(
  answer: StatedChecksums,
): ObjectChecksum | undefined {
  const checksum = checksumOf(answer);
  return checksum?.base64.includes("-") ? undefined : checksum;
}

/** The checksum that an answer states; `undefined` if it has none we know. */
export function checksumOf(
  answer: StatedChecksums,
): ObjectChecksum | undefined {
  if (answer.ChecksumCRC32C !== undefined) {
    return { algorithm: "crc32c", base64: answer.ChecksumCRC32C };
  }
  if (answer.ChecksumCRC64NVME !== undefined) {
    return { algorithm: "crc64nvme", base64: answer.ChecksumCRC64NVME };
  }
  return undefined;
}
