/**
 * Flags that commands about a run need again, so that a hint can be typed as it
 * stands, from any folder.
 */
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import { absolutePath } from "./store/absolute_path.ts";

/** What finds the run and its targets again: `--config` and `--runs`. */
export function repeatFlags(
  { cwd }: Pick<Context, "cwd">,
  args: Pick<Args, "text">,
): string[] {
  return ["config", "runs"].flatMap((name) => {
    const path = args.text(name);
    return path === undefined ? [] : [`--${name}`, absolutePath(cwd, path)];
  });
}

/** What makes the same run again, but for its targets and its seed. */
export function rerunFlags(
  { cwd }: Pick<Context, "cwd">,
  args: Pick<Args, "text" | "texts">,
): string[] {
  const profile = args.text("profile");
  const isFile = profile !== undefined && /\/|\.ya?ml$/.test(profile);
  const value = isFile ? absolutePath(cwd, profile) : profile;
  return [
    ...(value === undefined ? [] : ["--profile", value]),
    ...["size", "duration", "io", "erase-device"].flatMap((name) => {
      const text = args.text(name);
      return text === undefined ? [] : [`--${name}`, text];
    }),
    ...args.texts("fault").flatMap((text) => ["--fault", text]),
  ];
}
