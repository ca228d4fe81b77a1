/* stor_floor.h -- the part of stor_core.h about an oracle made from what
 * another host kept. Include stor_core.h, which includes this; the rules of
 * that header hold here too.
 *
 * After a loss of power the oracle of a run may be gone, or older or newer than
 * the storage. What another host was told is a lower bound: the generation of a
 * unit that was durable by then. A unit may hold that one, whole, or any later
 * one, whole or in parts; less is a finding. A later generation than any that
 * was issued cannot be made, since a stamp is keyed by the run; so the upper
 * bound is left open, and nothing is lost by that.
 *
 * Order of use: sv_floor_create() -> sv_floor_raise() for all that is known ->
 * sv_floor_close() -> sv_space_open() with SV_SPACE_RECOVER|SV_SPACE_READ_ONLY.
 */
#ifndef STOR_FLOOR_H
#define STOR_FLOOR_H

struct sv_floor;

/* Makes the oracle file `path` of a space in which nothing is known: any
 * content is legal. `spec` as the space is opened later; its flags do not
 * count. Blocks: makes room for the whole map. Returns 0, -errno, SV_NOT_EMPTY,
 * SV_LAYOUT, SV_BOUND; what it made before failing it removes. */
SV_API int32_t sv_floor_create(const struct sv_space_spec *spec,
                               const char *path, struct sv_floor **out);
/* Raises the units of `count` ranges, each three numbers: first unit of the
 * space, units, generation. A unit keeps the highest that it was given, in
 * whatever order. Generations up to 2^31. Returns 0, -errno, or SV_BOUND where
 * a range is not in the space; then those before it are raised. */
SV_API int32_t sv_floor_raise(struct sv_floor *floor, const uint64_t *ranges,
                              uint32_t count);
/* NULL is harmless. */
SV_API void sv_floor_close(struct sv_floor *floor);

#endif
