/* stor_stamp.h -- the part of stor_core.h about the stamp SV1: what a unit
 * must hold, and evidence of what it holds instead. Include stor_core.h, which
 * includes this; the rules of that header hold here too.
 */
#ifndef STOR_STAMP_H
#define STOR_STAMP_H

/* Who a unit belongs to: everything of SV1 that is the same in a file. The
 * payload carries (object_tag, unit, generation) in object_bits, unit_bits and
 * 64 - object_bits - unit_bits bits (at least 16); the header carries all. */
struct sv_identity {
    uint64_t run_id;
    uint64_t run_key;   /* keys the payload mix */
    uint64_t object_id; /* 64-bit name of the file, object or device */
    uint32_t object_tag; /* its number in the run, below 2^object_bits */
    uint16_t unit_bytes; /* 512 or 4096 */
    uint8_t object_bits;
    uint8_t unit_bits;
    uint16_t compress_permille; /* zeroed share of each 512 B, 0 to 900 */
    uint16_t dedupe_permille;   /* share of units with a shared payload: weak */
    uint32_t reserved;          /* 0 */
};
_Static_assert(sizeof(struct sv_identity) == 40, "sv_identity");

/* How the units of one write are stamped. */
struct sv_stamp_write {
    uint64_t unit;       /* index of the first unit in its object */
    uint64_t sequence;   /* of this write, counted by its writer */
    uint32_t unit_count; /* at most 65535 */
    uint32_t writer;
    uint32_t seconds; /* since the run started */
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_stamp_write) == 32, "sv_stamp_write");

/* Fills unit_count units at `buffer` (any alignment of 8).
 * generations: one per unit, borrowed. Returns 0, SV_LAYOUT. */
SV_API int32_t sv_stamp_fill(const struct sv_identity *identity,
                             const struct sv_stamp_write *write,
                             const uint64_t *generations, void *buffer);

/* The generations a unit may hold: low <= g <= high. low 0 admits a unit that
 * was never written (not compared). `mixed` 1 also admits a mixture of them at
 * 512-byte grain (a write was in flight during the read, or was never
 * acknowledged). `open` 1: `high` is all ones, and one whole generation from
 * `low` on is as good as another. */
struct sv_window {
    uint64_t low;
    uint64_t high;
    uint32_t mixed;
    uint32_t open;
};
_Static_assert(sizeof(struct sv_window) == 24, "sv_window");

/* Finding classes: code, value, word for people. */
#define SV_CLASS_MAP(XX)                 \
    XX(BIT_ROT, 1, "bit rot")            \
    XX(ZEROED, 2, "zeroed")              \
    XX(TORN, 3, "torn")                  \
    XX(MISDIRECTED, 4, "misdirected")    \
    XX(CROSS_OBJECT, 5, "cross-object")  \
    XX(STALE, 6, "stale")                \
    XX(LOST, 7, "lost")                  \
    XX(PREVIOUS_RUN, 8, "previous run")  \
    XX(SHIFTED, 9, "shifted")            \
    XX(TRUNCATED, 10, "truncated")       \
    XX(DUPLICATED, 11, "duplicated")     \
    XX(REORDERED, 12, "reordered")       \
    XX(FOREIGN, 13, "foreign")           \
    XX(CHECKSUM, 14, "wrong checksum")   \
    XX(ERASED, 15, "erased")             \
    XX(SWAPPED, 16, "byte-swapped")      \
    XX(EXTRA, 17, "extra")

enum sv_class {
#define XX(name, value, text) SV_CLASS_##name = (value),
    SV_CLASS_MAP(XX)
#undef XX
};

/* Evidence that one unit is wrong. */
struct sv_finding {
    uint64_t time_ns;
    uint64_t offset_bytes;  /* of the unit in its file */
    uint64_t unit;          /* index of the unit in its file */
    uint64_t expected_low;  /* generations that were legal */
    uint64_t expected_high;
    uint64_t found_object;  /* what the unit says it is; all ones if nothing */
    uint64_t found_unit;
    uint64_t found_generation;
    uint64_t found_run;
    uint64_t found_sequence;
    uint32_t file;          /* index of the file in its space */
    uint32_t lane;
    uint32_t class_;        /* enum sv_class */
    uint32_t first_bad_byte; /* in the unit */
    uint32_t bad_bytes;
    uint32_t bad_bits;
    uint32_t shift_bytes;   /* shifted: by how much; byte-swapped: bytes of
                             * the words that were turned; else 0 */
    uint32_t sample_byte;   /* where the two samples begin in the unit */
    uint8_t expected[64];   /* sample around the first bad byte */
    uint8_t found[64];
    uint32_t op; /* enum sv_op that saw it */
    uint32_t span_bytes; /* from the first bad byte to the last one, both in;
                          * 0: not told */
};
_Static_assert(sizeof(struct sv_finding) == 248, "sv_finding");

/* Checks unit_count units. Each unit that is none of its legal contents adds a
 * finding, up to `capacity`. windows: one per unit. zeroed fields of a finding
 * that the core cannot know here: time_ns, file, lane, op.
 * Returns the number of bad units (also beyond capacity) or SV_LAYOUT. */
SV_API int64_t sv_stamp_check(const struct sv_identity *identity, uint64_t unit,
                              uint32_t unit_count,
                              const struct sv_window *windows,
                              const void *buffer, struct sv_finding *findings,
                              uint32_t capacity);

/* The 64-bit payload base of a unit, and its inverse. */
SV_API uint64_t sv_stamp_base(const struct sv_identity *identity,
                              uint32_t object_tag, uint64_t unit,
                              uint64_t generation);
/* Says whose word `word`, read at aligned byte `position` of its unit, would
 * be. Always gives an answer; only the caller knows if it is plausible. */
SV_API void sv_stamp_decode(const struct sv_identity *identity,
                            uint32_t position, uint64_t word,
                            uint32_t *object_tag, uint64_t *unit,
                            uint64_t *generation);

#endif
