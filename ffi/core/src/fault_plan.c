/* fault_plan.c -- reads the text of a fault plan and decides hit by hit.
 *
 * In goes "point[:after=N]..." behind its point, out comes yes or no for hit
 * 1, 2, 3 and so on. The answer depends on the plan and the number of the hit
 * alone, with a seed on that of the operation; never on a clock or a thread, so
 * a fault run can be repeated.
 */
#include "fault_plan.h"

#include <stddef.h>
#include <string.h>

#include "stor_core.h"

/* Finalizer of MurmurHash3 in Stafford's variant 13, as splitmix64 uses it. */
static uint64_t mix(uint64_t word)
{
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    return word ^ (word >> 31);
}

uint64_t svi_fault_key(uint64_t seed, const char *name)
{
    uint64_t key = mix(seed + 0x9E3779B97F4A7C15u);

    for (; *name != '\0'; name++)
        key = mix(key ^ (uint64_t)(unsigned char)*name);
    return key;
}

static uint64_t hash_hit(uint64_t key, uint64_t hit, uint64_t use)
{
    return mix(mix(key + hit * 0x9E3779B97F4A7C15u) ^ use);
}

uint64_t svi_fault_random(uint64_t key, uint64_t hit)
{
    return hash_hit(key, hit, 2);
}

bool svi_fault_plan_fires(struct svi_fault_plan *plan, uint64_t place)
{
    uint64_t hit = ++plan->seen;

    if (hit <= plan->after || plan->fired >= plan->count)
        return false;
    if (plan->has_seed) {
        if (hash_hit(plan->key, place != 0 ? place : hit, 1) % plan->every != 0)
            return false;
    } else if ((hit - plan->after) % plan->every != 0) {
        return false;
    }
    plan->fired++;
    return true;
}

/* Reads a decimal of at least one digit that ends at ':' or the end. Returns
 * what follows it, or NULL. strtoull() would take signs, blanks and octal. */
static const char *read_number(const char *text, uint64_t *out)
{
    uint64_t value = 0;
    const char *at = text;

    for (; *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return NULL;
        value = value * 10 + digit;
    }
    if (at == text || (*at != '\0' && *at != ':'))
        return NULL;
    *out = value;
    return at;
}

enum plan_key { KEY_AFTER, KEY_EVERY, KEY_COUNT, KEY_SEED, KEY_ARG, KEY_END };
static const char *const key_names[KEY_END] = {
    [KEY_AFTER] = "after=", [KEY_EVERY] = "every=", [KEY_COUNT] = "count=",
    [KEY_SEED] = "seed=",   [KEY_ARG] = "arg=",
};

/* Index of the key that `text` begins with, KEY_END if none. */
static unsigned int find_key(const char *text)
{
    unsigned int key = 0;

    while (key < KEY_END &&
           strncmp(text, key_names[key], strlen(key_names[key])) != 0)
        key++;
    return key;
}

int32_t svi_fault_plan_parse(const char *name, const char *text,
                             struct svi_fault_plan *out)
{
    uint64_t values[KEY_END] = {
        [KEY_EVERY] = 1,
        [KEY_COUNT] = UINT64_MAX,
    };
    bool given[KEY_END] = {false};

    while (*text == ':') {
        unsigned int key = find_key(text + 1);
        if (key == KEY_END || given[key])
            return SV_PLAN_TEXT;
        given[key] = true;
        text = read_number(text + 1 + strlen(key_names[key]), &values[key]);
        if (text == NULL)
            return SV_PLAN_TEXT;
    }
    if (*text != '\0' || values[KEY_EVERY] == 0 || values[KEY_COUNT] == 0)
        return SV_PLAN_TEXT;

    *out = (struct svi_fault_plan){
        .after = values[KEY_AFTER],
        .every = values[KEY_EVERY],
        .count = values[KEY_COUNT],
        .arg = values[KEY_ARG],
        .key = svi_fault_key(values[KEY_SEED], name),
        .has_seed = given[KEY_SEED],
        .has_arg = given[KEY_ARG],
    };
    return 0;
}
