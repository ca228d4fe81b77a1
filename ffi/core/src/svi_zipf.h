/* svi_zipf.h -- ranks with a Zipf distribution. */
#ifndef SVI_ZIPF_H
#define SVI_ZIPF_H

#include "svi_pattern.h"

/* theta > 0 and not 1; count at least 1. */
void svi_zipf_init(struct svi_zipf *zipf, double theta, uint64_t count);
/* 0 (hottest) to count-1. */
uint64_t svi_zipf_next(const struct svi_zipf *zipf, struct svi_random *random,
                       uint64_t count);

#endif
