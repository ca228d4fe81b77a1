/* object_spec_test.c -- sizes and names follow from the spec: the same again,
 * in their bounds, as often as asked for, and in the order of their numbers.
 */
#include "svi_object.h"

#include <math.h>
#include <string.h>

#include "expect.h"

static struct sv_objects objects;

static struct sv_object_spec plain(void)
{
    return (struct sv_object_spec){
        .run_id = 1,
        .run_key = 2,
        .seed = 3,
        .key_count = 1000,
        .size_min = 100,
        .size_max = 1000,
        .size_kind = SV_SIZE_UNIFORM,
        .unit_bytes = 4096,
    };
}

static void use(const struct sv_object_spec *spec)
{
    EXPECT_EQ(svi_object_spec_check(spec), 0);
    objects.spec = *spec;
    svi_object_spec_derive(&objects);
}

static void uniform_sizes_are_even_and_in_bounds(void)
{
    const struct sv_object_spec spec = plain();
    double sum = 0;
    use(&spec);
    for (uint64_t key = 0; key < 1000; key++)
        for (uint64_t g = 1; g <= 10; g++) {
            const uint64_t size = svi_object_size(&objects, key, g);
            EXPECT(size >= 100 && size <= 1000);
            EXPECT_EQ(size, svi_object_size(&objects, key, g));
            sum += (double)size;
        }
    EXPECT(fabs(sum / 10000 - 550) < 10);
}

static void lognormal_sizes_have_their_median(void)
{
    struct sv_object_spec spec = plain();
    uint32_t below = 0;
    spec.size_kind = SV_SIZE_LOGNORMAL;
    spec.size_min = 1;
    spec.size_max = 1 << 30;
    spec.size_median = 50000;
    spec.size_sigma_milli = 1000;
    use(&spec);
    double sum = 0;
    for (uint64_t key = 0; key < 1000; key++)
        for (uint64_t g = 1; g <= 10; g++) {
            const double size = (double)svi_object_size(&objects, key, g);
            below += size < 50000;
            sum += log(size / 50000) * log(size / 50000);
        }
    EXPECT(below > 4800 && below < 5200);
    EXPECT(fabs(sum / 10000 - 1) < 0.06); /* sigma squared */
    /* Bounds that cut most of it are kept all the same. */
    spec.size_min = 40000;
    spec.size_max = 60000;
    use(&spec);
    for (uint64_t key = 0; key < 1000; key++) {
        const uint64_t size = svi_object_size(&objects, key, 1);
        EXPECT(size >= 40000 && size <= 60000);
    }
}

static void listed_sizes_come_by_their_weights(void)
{
    struct sv_object_spec spec = plain();
    uint32_t first = 0;
    spec.size_kind = SV_SIZE_LIST;
    spec.size_list_count = 2;
    spec.size_list[0] = 100;
    spec.size_list[1] = 1000;
    spec.size_weights[0] = 9;
    spec.size_weights[1] = 1;
    use(&spec);
    for (uint64_t g = 1; g <= 10000; g++) {
        const uint64_t size = svi_object_size(&objects, 7, g);
        EXPECT(size == 100 || size == 1000);
        first += size == 100;
    }
    EXPECT(first > 8900 && first < 9100);
}

static void names_have_the_order_of_their_numbers(void)
{
    struct sv_object_spec spec = plain();
    char name[SVI_KEY_ROOM], before[SVI_KEY_ROOM], whole[2 * SVI_KEY_ROOM];
    for (uint32_t width = 0; width < 8; width++) {
        spec.key_style = width == 0 ? SV_KEYS_FLAT : SV_KEYS_TREE;
        spec.tree_width = width;
        spec.key_count = 997;
        use(&spec);
        before[0] = '\0';
        for (uint64_t key = 0; key < 997; key++) {
            EXPECT_EQ(svi_object_name(&objects, key, name, sizeof name), 0);
            EXPECT(strcmp(before, name) < 0);
            strcpy(before, name);
            (void)snprintf(whole, sizeof whole, "store/%s", name);
            EXPECT_EQ(svi_object_key_of(&objects, whole), key);
        }
    }
    EXPECT(strcmp(name, "sv/0006/0006/0000000996") == 0 ||
           strncmp(name, "sv/0006/", 8) == 0);
}

static void a_name_that_is_not_ours_is_no_key(void)
{
    static const char *const OTHERS[] = {
        "",
        "store/sv/",
        "store/sv/0000001000", /* beyond the last */
        "store/sv/000000001",
        "store/sv/00000000010",
        "store/sv/000000000x",
        "store/sv/x/0000000001",
        "other/sv/0000000001",
        "sv/0000000001",
    };
    const struct sv_object_spec spec = plain();
    use(&spec);
    EXPECT_EQ(svi_object_key_of(&objects, "store/sv/0000000001"), 1);
    for (uint32_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
        EXPECT(svi_object_key_of(&objects, OTHERS[i]) == UINT64_MAX);
}

/* The names with a stem are those from its start to its end, and no others. */
static void a_stem_holds_the_keys_it_says(void)
{
    struct sv_object_spec spec = plain();
    char stem[SVI_KEY_ROOM], name[SVI_KEY_ROOM];
    for (uint32_t width = 0; width < 4; width++) {
        spec.key_style = width == 0 ? SV_KEYS_FLAT : SV_KEYS_TREE;
        spec.tree_width = width;
        use(&spec);
        for (uint64_t key = 0; key < 1000; key += 37)
            for (uint32_t digits = 1; digits <= 3; digits++) {
                const uint64_t start =
                    svi_object_stem_start(&objects, key, digits);
                const uint64_t end = svi_object_stem_end(&objects, key, digits);
                EXPECT_EQ(svi_object_stem(&objects, key, digits, stem,
                                          sizeof stem),
                          0);
                for (uint64_t at = 0; at < 1000; at++) {
                    EXPECT_EQ(svi_object_name(&objects, at, name, sizeof name),
                              0);
                    EXPECT_EQ(strncmp(name, stem, strlen(stem)) == 0,
                              at >= start && at < end);
                }
            }
    }
}

static void identities_tell_keys_and_targets_apart(void)
{
    struct sv_object_spec spec = plain();
    struct sv_identity a, b;
    use(&spec);
    svi_object_identity(&objects, 1, &a);
    svi_object_identity(&objects, 2, &b);
    EXPECT(a.object_id != b.object_id && a.object_tag != b.object_tag);
    EXPECT(a.run_key == b.run_key);
    spec.object_tag = 1;
    use(&spec);
    svi_object_identity(&objects, 1, &b);
    EXPECT(a.object_id != b.object_id && a.run_key != b.run_key);
    /* The widest space there is still has a valid one. */
    spec.key_count = SVI_KEYS_MAX;
    spec.size_max = UINT64_C(5) << 40;
    spec.unit_bytes = 512;
    use(&spec);
    svi_object_identity(&objects, SVI_KEYS_MAX - 1, &a);
    EXPECT(a.object_bits + a.unit_bits <= 48);
    EXPECT(a.object_tag >> a.object_bits == 0);
}

static void what_cannot_be_is_refused(void)
{
    struct sv_object_spec spec = plain();
#define REFUSED(field, value)                                                  \
    do {                                                                       \
        spec = plain();                                                        \
        spec.field = (value);                                                  \
        EXPECT_EQ(svi_object_spec_check(&spec), SV_LAYOUT);                    \
    } while (0)
    REFUSED(key_count, 0);
    REFUSED(key_count, SVI_KEYS_MAX + 1);
    REFUSED(size_min, 1001);
    REFUSED(size_max, (UINT64_C(5) << 40) + 1);
    REFUSED(size_kind, SV_SIZE_FIXED);
    REFUSED(size_kind, SV_SIZE_LOGNORMAL);
    REFUSED(size_kind, SV_SIZE_LIST);
    REFUSED(size_kind, 4);
    REFUSED(unit_bytes, 1024);
    REFUSED(flags, SV_SPACE_DIRECT);
    REFUSED(compress_permille, 901);
    REFUSED(dedupe_permille, 1001);
    REFUSED(key_style, 2);
    REFUSED(key_style, SV_KEYS_TREE);
    REFUSED(part_bytes, 1000);
    REFUSED(multipart_from, 1);
    spec = plain();
    spec.size_max = 4096 * (SVI_PARTS_MAX + 1);
    spec.part_bytes = 4096;
    spec.multipart_from = 1;
    EXPECT_EQ(svi_object_spec_check(&spec), SV_BOUND);
}

static void tags_are_told_apart(void)
{
    EXPECT_EQ(svi_etag_hash(""), 0);
    EXPECT(svi_etag_hash("\"a\"") != 0);
    EXPECT(svi_etag_hash("\"a\"") != svi_etag_hash("\"b\""));
    EXPECT(svi_etag_hash("\"a\"") <= SVI_KEY_ETAG_MASK);
    /* The same tag in other clothes. */
    EXPECT_EQ(svi_etag_hash("\"aBc-2\""), svi_etag_hash("ABC-2"));
    EXPECT_EQ(svi_etag_hash("W/\"a\""), svi_etag_hash("a"));
    EXPECT_EQ(svi_etag_hash("\"\""), 0);
}

int main(void)
{
    struct sv_store store = {.prefix = (char[]){"store/"}};
    objects.store = &store;
    objects.prefix = (char[]){"sv/"};
    uniform_sizes_are_even_and_in_bounds();
    lognormal_sizes_have_their_median();
    listed_sizes_come_by_their_weights();
    names_have_the_order_of_their_numbers();
    a_name_that_is_not_ours_is_no_key();
    a_stem_holds_the_keys_it_says();
    identities_tell_keys_and_targets_apart();
    what_cannot_be_is_refused();
    tags_are_told_apart();
    return 0;
}
