/** Finding functions in C. */
import { assertEquals } from "@std/assert";
import { findFunctions } from "./c_functions.ts";

const SOURCE = `
#define BODY(x) { \\
    x; }
struct point { int x; };
static const int table[] = { 1, 2 };
enum { A = '{' };

/* int hidden(void) { } */
static int
first(int a, void (*call)(int))
{
    if (a) { return 1; } /* } */
    const char *text = "}";
    return text != NULL;
}

__attribute__((target("avx2"))) static void second(void)
{
}
int declared(int a);
SV_API int32_t third(const struct point *p,
                     int b) {
    return 0;
}
`;

Deno.test("findFunctions() sees definitions and nothing else", () => {
  assertEquals(findFunctions(SOURCE), [
    { name: "first", line: 10, lines: 6 },
    { name: "second", line: 17, lines: 3 },
    { name: "third", line: 21, lines: 4 },
  ]);
});
