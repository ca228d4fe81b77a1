/* expect.h -- how the C tests claim something: EXPECT(), EXPECT_EQ(), SKIP().
 *
 * A test is a program: 0 when every claim held, 1 at the first that did not
 * (printed with its place and values), 77 when it cannot run here, with the
 * reason on its last line.
 */
#ifndef EXPECT_H
#define EXPECT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPECT(claim)                                                          \
    do {                                                                       \
        if (!(claim)) {                                                        \
            fprintf(stderr, "%s:%d: expected %s\n", __FILE__, __LINE__,        \
                    #claim);                                                   \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

/* Both sides are integers or enums; shown as decimal and as hexadecimal. */
#define EXPECT_EQ(actual, wanted)                                              \
    do {                                                                       \
        const int64_t expect_actual_ = (int64_t)(actual);                      \
        const int64_t expect_wanted_ = (int64_t)(wanted);                      \
        if (expect_actual_ != expect_wanted_) {                                \
            fprintf(stderr,                                                    \
                    "%s:%d: expected %s == %s: it is %lld (0x%llx), not "      \
                    "%lld (0x%llx)\n",                                         \
                    __FILE__, __LINE__, #actual, #wanted,                      \
                    (long long)expect_actual_,                                 \
                    (unsigned long long)expect_actual_,                        \
                    (long long)expect_wanted_,                                 \
                    (unsigned long long)expect_wanted_);                       \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

#define SKIP(reason)                                                           \
    do {                                                                       \
        printf("skipped: %s\n", (reason));                                     \
        exit(77);                                                              \
    } while (0)

#endif
