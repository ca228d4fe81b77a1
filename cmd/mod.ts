/** The door of `cmd/`. */
export type { Clock, Context, EndSignal, Output } from "./context.ts";
export { PipeClosed } from "./context.ts";
export { main } from "./dispatch.ts";
export { EXIT_CODES, type ExitCode } from "./exit_code.ts";
export { processContext } from "./process_context.ts";
