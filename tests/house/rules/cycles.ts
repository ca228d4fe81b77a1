/**
 * No file may need itself: cycles over the imports that load with a file.
 * Edges in, one breach per cycle out. Types, and what import() brings later,
 * may refer to each other freely.
 */
import type { Breach } from "../breach.ts";
import type { ImportEdge } from "./imports.ts";

/** Finds cycles by depth-first search; each is reported at its last edge. */
export function checkCycles(edges: readonly ImportEdge[]): Breach[] {
  const loaded = edges.filter((edge) =>
    edge.isRelative && !edge.isTypeOnly && !edge.isDynamic
  );
  const byFile = Map.groupBy(loaded, (edge) => edge.from);
  const done = new Set<string>();
  const trail: string[] = [];
  const breaches: Breach[] = [];
  const visit = (path: string) => {
    trail.push(path);
    for (const edge of byFile.get(path) ?? []) {
      const start = trail.indexOf(edge.to);
      if (start !== -1) {
        const ring = [...trail.slice(start), edge.to].join(" -> ");
        breaches.push({
          path,
          line: edge.line,
          rule: "cycles",
          reason: `imports go in a circle: ${ring}`,
        });
      } else if (!done.has(edge.to)) visit(edge.to);
    }
    trail.pop();
    done.add(path);
  };
  for (const path of byFile.keys()) if (!done.has(path)) visit(path);
  return breaches;
}
