/* zipf.c -- ranks with a Zipf distribution, in constant time and memory.
 *
 * Rejection-inversion sampling (Hoermann and Derflinger, "Rejection-inversion
 * to generate variates from monotone discrete distributions", 1996): exact for
 * any number of blocks, no table. theta is not 1: the integral of x^-theta is
 * then a power and not a logarithm.
 */
#include "svi_zipf.h"

#include <math.h>

static double integral(double theta, double x)
{
    return (pow(x, 1.0 - theta) - 1.0) / (1.0 - theta);
}

static double integral_inverse(double theta, double y)
{
    return pow(1.0 + y * (1.0 - theta), 1.0 / (1.0 - theta));
}

void svi_zipf_init(struct svi_zipf *zipf, double theta, uint64_t count)
{
    zipf->theta = theta;
    zipf->integral_low = integral(theta, 1.5) - 1.0;
    zipf->integral_high = integral(theta, (double)count + 0.5);
    zipf->shift =
        2.0 - integral_inverse(theta, integral(theta, 2.5) - pow(2.0, -theta));
}

uint64_t svi_zipf_next(const struct svi_zipf *zipf, struct svi_random *random,
                       uint64_t count)
{
    for (;;) {
        double u = zipf->integral_high +
                   svi_random_unit(random) *
                       (zipf->integral_low - zipf->integral_high);
        double x = integral_inverse(zipf->theta, u);
        double rank = floor(x + 0.5);
        if (rank < 1.0)
            rank = 1.0;
        if (rank > (double)count)
            rank = (double)count;
        if (rank - x <= zipf->shift ||
            u >= integral(zipf->theta, rank + 0.5) - pow(rank, -zipf->theta))
            return (uint64_t)rank - 1;
    }
}
