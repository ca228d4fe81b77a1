/** Reaches the headers of a command of the SDK before it is signed. */

interface BuiltRequest {
  readonly headers: Record<string, string>;
}

/** What is used of a command. */
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

/** Has `change` called with the headers of the command's request. */
export function onBuild<C>(
  command: C,
  change: (headers: Record<string, string>) => void,
): C {
  // Every command has the stack; its type is that of one command each.
  const { middlewareStack } = command as unknown as Command;
  middlewareStack.add((next) => (args) => {
    if (isBuilt(args.request)) change(args.request.headers);
    return next(args);
  }, { step: "build", name: "onBuild" });
  return command;
}

function isBuilt(request: unknown): request is BuiltRequest {
  return typeof request === "object" && request !== null &&
    "headers" in request;
}
