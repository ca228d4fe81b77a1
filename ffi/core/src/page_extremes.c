/* page_extremes.c -- where the least and the greatest value of an array are.
 *
 * Design. A new least is rare once some values were seen, so the branches of
 * the plain loop are foreseen and it runs at about a value a cycle; which place
 * it was then costs nothing.
 */
#include "stor_core.h"
#include "svi_page.h"

struct walk {
    const uint8_t *values;
    uint64_t value_count;
    uint32_t width;
    const int32_t *offsets;
    const uint32_t *selection;
    uint32_t count;
    int64_t *places;
};

/* False: a place that the array does not have. */
static inline bool place_of(const struct walk *walk, uint32_t i,
                            uint64_t *place)
{
    *place = walk->selection != NULL ? walk->selection[i] : i;
    return *place < walk->value_count;
}

/* NaN is not equal to itself, and neither less nor more than anything. */
#define EXTREMES(name, type, key_type, key_of)                                 \
    static int64_t name(const struct walk *walk)                               \
    {                                                                          \
        key_type least = 0, most = 0;                                          \
        bool is_first = true;                                                  \
        for (uint32_t i = 0; i < walk->count; i++) {                           \
            uint64_t place;                                                    \
            type raw;                                                          \
            if (!place_of(walk, i, &place))                                    \
                return SV_BOUND;                                               \
            memcpy(&raw, walk->values + place * sizeof raw, sizeof raw);       \
            const key_type key = key_of(raw);                                  \
            if (is_first) {                                                    \
                if (key != key)                                                \
                    continue;                                                  \
                is_first = false;                                              \
                least = most = key;                                            \
                walk->places[0] = walk->places[1] = i;                         \
            } else if (key < least) {                                          \
                least = key;                                                   \
                walk->places[0] = i;                                           \
            } else if (key > most) {                                           \
                most = key;                                                    \
                walk->places[1] = i;                                           \
            }                                                                  \
        }                                                                      \
        return 0;                                                              \
    }

#define AS_IT_IS(value) (value)

/* Its order as that of floats; a NaN stays one. */
static inline float half_key(uint16_t half)
{
    const int32_t size = half & 0x7fff;
    if (size > 0x7c00)
        return __builtin_nanf("");
    return (float)(half >> 15 != 0 ? -size : size);
}

EXTREMES(of_int8, int8_t, int8_t, AS_IT_IS)
EXTREMES(of_int16, int16_t, int16_t, AS_IT_IS)
EXTREMES(of_int32, int32_t, int32_t, AS_IT_IS)
EXTREMES(of_int64, int64_t, int64_t, AS_IT_IS)
EXTREMES(of_uint8, uint8_t, uint8_t, AS_IT_IS)
EXTREMES(of_uint16, uint16_t, uint16_t, AS_IT_IS)
EXTREMES(of_uint32, uint32_t, uint32_t, AS_IT_IS)
EXTREMES(of_uint64, uint64_t, uint64_t, AS_IT_IS)
EXTREMES(of_float16, uint16_t, float, half_key)
EXTREMES(of_float32, float, float, AS_IT_IS)
EXTREMES(of_float64, double, double, AS_IT_IS)

struct span {
    const uint8_t *start;
    size_t size;
};

static int compare(const struct span *a, const struct span *b, bool is_signed)
{
    const size_t both = a->size < b->size ? a->size : b->size;
    if (is_signed && both > 0) {
        const int8_t first_a = (int8_t)a->start[0];
        const int8_t first_b = (int8_t)b->start[0];
        if (first_a != first_b)
            return first_a < first_b ? -1 : 1;
    }
    const int order = both == 0 ? 0 : memcmp(a->start, b->start, both);
    if (order != 0)
        return order;
    return a->size < b->size ? -1 : a->size > b->size ? 1 : 0;
}

static bool span_of(const struct walk *walk, uint64_t length, uint32_t i,
                    struct span *out)
{
    uint64_t place;
    if (!place_of(walk, i, &place))
        return false;
    if (walk->offsets == NULL) {
        *out = (struct span){walk->values + place * walk->width, walk->width};
        return true;
    }
    const int32_t from = walk->offsets[place], to = walk->offsets[place + 1];
    if (from < 0 || to < from || (uint64_t)to > length)
        return false;
    *out = (struct span){walk->values + from, (size_t)(to - from)};
    return true;
}

static int64_t of_bytes(const struct walk *walk, uint64_t length,
                        bool is_signed)
{
    struct span least = {0}, most = {0}, value;
    for (uint32_t i = 0; i < walk->count; i++) {
        if (!span_of(walk, length, i, &value))
            return SV_BOUND;
        if (i == 0 || compare(&value, &least, is_signed) < 0) {
            least = value;
            walk->places[0] = i;
        }
        if (i == 0 || compare(&value, &most, is_signed) > 0) {
            most = value;
            walk->places[1] = i;
        }
    }
    return 0;
}

int64_t sv_page_extremes(uint32_t order, const void *values, uint64_t length,
                         uint32_t width, const int32_t *offsets,
                         const uint32_t *selection, uint32_t count,
                         int64_t *places)
{
    static const struct {
        int64_t (*find)(const struct walk *walk);
        uint32_t width;
    } NUMBERS[] = {
        [SV_ORDER_INT8] = {of_int8, 1},
        [SV_ORDER_INT16] = {of_int16, 2},
        [SV_ORDER_INT32] = {of_int32, 4},
        [SV_ORDER_INT64] = {of_int64, 8},
        [SV_ORDER_UINT8] = {of_uint8, 1},
        [SV_ORDER_UINT16] = {of_uint16, 2},
        [SV_ORDER_UINT32] = {of_uint32, 4},
        [SV_ORDER_UINT64] = {of_uint64, 8},
        [SV_ORDER_FLOAT16] = {of_float16, 2},
        [SV_ORDER_FLOAT32] = {of_float32, 4},
        [SV_ORDER_FLOAT64] = {of_float64, 8},
    };
    places[0] = places[1] = -1;
    if (width == 0 || order > SV_ORDER_DECIMAL)
        return SV_LAYOUT;
    const struct walk walk = {
        .values = values,
        .value_count = offsets == NULL ? length / width : width - 1,
        .width = width,
        .offsets = offsets,
        .selection = selection,
        .count = count,
        .places = places,
    };
    if (order >= SV_ORDER_BYTES)
        return of_bytes(&walk, length, order == SV_ORDER_DECIMAL);
    if (offsets != NULL || NUMBERS[order].width != width)
        return SV_LAYOUT;
    return NUMBERS[order].find(&walk);
}
