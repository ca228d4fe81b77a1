/**
 * Where a table lies that somebody named by one URL. A folder keeps what lies
 * below a key in a folder of another name, so that the URL of a table below one
 * is no folder: then its target is the folder above, and the rest is a path.
 */
import { parseUrl, type Target } from "../../backends/mod.ts";

/** A target, and the path of the table below it; "" is the target itself. */
export interface TableSite {
  readonly target: Target;
  readonly path: string;
}

/** Looks at folders; the target stays where none of them has the table. */
export function tableSite(target: Target, path: string): TableSite {
  const { url } = target;
  const isFolder = url.scheme === "file" || url.scheme === "direct";
  if (!isFolder || isDirectory(url.path)) return { target, path };
  const below = url.path.split("/").filter((part) => part !== "");
  for (let kept = below.length - 1; kept >= 0; kept--) {
    const folder = `/${below.slice(0, kept).join("/")}`;
    if (!isDirectory(folder)) continue;
    if (!isDirectory(`${folder}/${below[kept]}%`)) break;
    const above = parseUrl(`${url.scheme}://${encodeURI(folder)}`);
    const rest = below.slice(kept).join("/");
    return {
      target: { ...target, name: above.text, url: above },
      path: path === "" ? rest : `${rest}/${path}`,
    };
  }
  return { target, path };
}

function isDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory ||
      error instanceof Deno.errors.PermissionDenied;
    if (isNone) return false;
    throw error;
  }
}
