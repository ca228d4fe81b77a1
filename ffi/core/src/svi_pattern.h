/* svi_pattern.h -- which units the next operation of a lane covers. */
#ifndef SVI_PATTERN_H
#define SVI_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"
#include "svi_permutation.h"
#include "svi_random.h"

/* What one operation does. */
struct svi_choice {
    uint32_t op; /* SV_READ or SV_WRITE */
    uint32_t units;
    uint64_t unit;  /* first, in the space */
    uint64_t index; /* how many blocks came before it, over all passes */
};

/* Constants of rejection-inversion sampling for one number of blocks. */
struct svi_zipf {
    double theta;
    double integral_low;
    double integral_high;
    double shift;
};

struct svi_pattern {
    uint32_t kind; /* enum sv_pattern */
    uint32_t read_permille;
    uint32_t mix_count;
    uint32_t weight_sum;
    uint32_t units[SV_MIX_MAX];
    uint32_t weights[SV_MIX_MAX];
    uint64_t blocks[SV_MIX_MAX]; /* whole blocks of that size in the region */
    struct svi_zipf zipf[SV_MIX_MAX];
    struct svi_permutation scatter[SV_MIX_MAX];
    uint64_t region_unit;
    uint64_t region_units;
    uint64_t file_units;
    uint64_t cursor; /* sequential: units into the region */
    uint64_t sweep_blocks; /* of the first size, cut at the ends of files */
    uint64_t first_units;  /* of the region, in the file it begins in */
    uint64_t first_blocks; /* blocks in them */
    uint64_t file_blocks;  /* blocks in a whole file */
    uint64_t index;
    uint64_t passes;
    uint64_t key;
    struct svi_permutation order; /* shuffle: of the pass under way */
    uint32_t hot_space_permille;
    uint32_t hot_access_permille;
    uint32_t write_units; /* writes cover whole blocks of it; 0: as chosen */
};

void svi_pattern_init(struct svi_pattern *pattern,
                      const struct sv_lane_spec *spec, uint32_t unit_bytes,
                      uint64_t file_units);
void svi_pattern_next(struct svi_pattern *pattern, struct svi_random *random,
                      struct svi_choice *choice);
/* Key of the order of pass 0, as the oracle keeps it; 0 for sequential. */
uint64_t svi_pattern_key(const struct sv_lane_spec *spec);

#endif
