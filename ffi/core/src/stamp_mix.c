/* stamp_mix.c -- the payload base of a unit: who it belongs to, packed in 64
 * bits, through a keyed mix that can be undone.
 *
 * The mix is the finalizer "moremur" (Evensen 2020) between two additions of
 * the key: each of its steps, and so the whole, is a bijection. It is no
 * cipher; it only has to give neighbours unlike bases, and another run others.
 */
#include "kernel.h"
#include "svi_stamp.h"

#define MIX_A 0x3C79AC492BA7B653u
#define MIX_B 0x1C69B3F74AC4AE35u
/* Their inverses modulo 2^64. */
#define UNMIX_A 0xC09C5FE5BD6DFDDBu
#define UNMIX_B 0xC47C8F6B6BAFB41Du
/* Three uses of one key must not meet: any odd numbers would do. */
#define KEY_AFTER 0xD1342543DE82EF95u
#define KEY_SHARED 0xA0761D6478BD642Fu
#define KEY_WEAK 0xE7037ED1A0B428DBu

static uint64_t mix(uint64_t key, uint64_t x)
{
    x += key;
    x ^= x >> 27;
    x *= MIX_A;
    x ^= x >> 33;
    x *= MIX_B;
    x ^= x >> 27;
    return x + key * KEY_AFTER;
}

static uint64_t unmix(uint64_t key, uint64_t x)
{
    x -= key * KEY_AFTER;
    x ^= x >> 27 ^ x >> 54;
    x *= UNMIX_B;
    x ^= x >> 33;
    x *= UNMIX_A;
    x ^= x >> 27 ^ x >> 54;
    return x - key;
}

static uint64_t low_bits(uint32_t bits)
{
    return bits >= 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
}

static uint32_t generation_bits(const struct sv_identity *identity)
{
    return 64u - identity->object_bits - identity->unit_bits;
}

bool svi_identity_is_valid(const struct sv_identity *identity)
{
    return (identity->unit_bytes == 512 || identity->unit_bytes == 4096) &&
           identity->object_bits <= 32 &&
           identity->object_bits + identity->unit_bits <= 48 &&
           (uint64_t)identity->object_tag >> identity->object_bits == 0 &&
           identity->compress_permille <= 900 &&
           identity->dedupe_permille <= 1000 && identity->reserved == 0;
}

uint64_t sv_stamp_base(const struct sv_identity *identity, uint32_t object_tag,
                       uint64_t unit, uint64_t generation)
{
    const uint32_t bits = generation_bits(identity);
    uint64_t packed = generation & low_bits(bits);
    if (identity->unit_bits > 0)
        packed |= (unit & low_bits(identity->unit_bits)) << bits;
    if (identity->object_bits > 0)
        packed |= ((uint64_t)object_tag & low_bits(identity->object_bits))
                  << (64u - identity->object_bits);
    return mix(identity->run_key, packed);
}

void sv_stamp_decode(const struct sv_identity *identity, uint32_t position,
                     uint64_t word, uint32_t *object_tag, uint64_t *unit,
                     uint64_t *generation)
{
    const uint32_t bits = generation_bits(identity);
    const uint64_t x = word ^ word >> 31 ^ word >> 62;
    const uint64_t packed =
        unmix(identity->run_key, x - position / 8u * SVI_STEP);
    *generation = packed & low_bits(bits);
    *unit = identity->unit_bits > 0
                ? packed >> bits & low_bits(identity->unit_bits)
                : 0;
    *object_tag = identity->object_bits > 0
                      ? (uint32_t)(packed >> (64u - identity->object_bits))
                      : 0;
}

bool svi_stamp_is_weak(const struct sv_identity *identity, uint64_t unit)
{
    if (identity->dedupe_permille == 0)
        return false;
    const uint64_t whose = unit ^ (uint64_t)identity->object_tag << 32;
    const uint64_t hash = mix(identity->run_key ^ KEY_WEAK, whose);
    return (hash >> 32) * 1000u >> 32 < identity->dedupe_permille;
}

uint64_t svi_stamp_base_shared(const struct sv_identity *identity)
{
    return mix(identity->run_key ^ KEY_SHARED, 0);
}

uint64_t svi_stamp_base_of(const struct sv_identity *identity, uint64_t unit,
                           uint64_t generation)
{
    return svi_stamp_is_weak(identity, unit)
               ? svi_stamp_base_shared(identity)
               : sv_stamp_base(identity, identity->object_tag, unit,
                               generation);
}
