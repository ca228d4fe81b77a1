/** Lines of aligned columns, for lists that a person reads. */

/**
 * One line per row, each column as wide as its longest cell; the last one is
 * not padded, so that no line ends in spaces. Empty for no rows.
 */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")
      .trimEnd() + "\n"
  ).join("");
}
