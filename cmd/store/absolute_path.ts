/** Makes a path as typed independent of the folder it was typed in. */

/** Joins to `cwd` unless absolute, and takes out `.` and `..`. */
export function absolutePath(cwd: string, path: string): string {
  const parts: string[] = [];
  const whole = path.startsWith("/") ? path : `${cwd}/${path}`;
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
