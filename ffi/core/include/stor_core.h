/* stor_core.h -- the C core of stor-verify, as seen by its one caller, ffi/.
 *
 * The core moves, stamps, checks and times every byte of a load. TypeScript
 * plans, starts, watches and judges; nothing crosses per operation.
 *
 * This header has the library itself; the parts it includes have the rest:
 * statuses, the stamp, spaces, lanes, kept operations, files, faults, stores,
 * logs, floors, codecs, column pages. One version, one set of rules.
 *
 * Order of use:
 *   sv_abi() -> sv_space_open() -> sv_gate_create()
 *     -> sv_lane_create() for each lane -> sv_gate_open()
 *     -> sv_lane_counters() ten times a second
 *     -> sv_lane_join(), sv_lane_histogram(), sv_lane_findings()
 *     -> sv_lane_destroy() for each lane -> sv_gate_destroy()
 *     -> sv_space_close()
 *
 * One rule for results: a function that returns int32_t or int64_t returns 0
 * or a count on success and a negative status on failure: -errno for what the
 * kernel said (-1 to -999), an SV_STATUS_MAP code for what the core says.
 * Nothing here prints, exits or sets errno. A handle may be used by one
 * thread at a time, except where a comment says otherwise. All times are
 * nanoseconds of CLOCK_MONOTONIC. Strings are UTF-8 and NUL-terminated.
 */
#ifndef STOR_CORE_H
#define STOR_CORE_H

#include <stddef.h>
#include <stdint.h>

#define SV_API __attribute__((visibility("default")))

/* Raised whenever a struct, a table or a signature of any part changes. */
#define SV_ABI 7

/* SV_ABI as the library was built. */
SV_API uint32_t sv_abi(void);

/* CLOCK_MONOTONIC now. */
SV_API uint64_t sv_now_ns(void);

/* What the process has used so far (getrusage of all its threads). */
struct sv_usage {
    uint64_t user_ns;
    uint64_t system_ns;
    uint64_t resident_bytes_max; /* ru_maxrss */
    uint64_t resident_bytes;     /* now, from /proc/self/statm */
    uint64_t switches_voluntary;
    uint64_t switches_forced;
};
_Static_assert(sizeof(struct sv_usage) == 48, "sv_usage is read by layout.ts");
SV_API int32_t sv_process_usage(struct sv_usage *out);

/* SIMD levels of fill and check. All give the same bytes. */
enum sv_kernel {
    SV_KERNEL_PORTABLE = 0,
    SV_KERNEL_AVX2 = 1,
    SV_KERNEL_AVX512 = 2
};
/* Best level of this CPU. */
SV_API uint32_t sv_kernel_best(void);
/* Uses `level` from now on, in every thread. SV_BOUND if the CPU lacks it. */
SV_API int32_t sv_kernel_select(uint32_t level);

/* 0 if a ring can be made here, else -errno (EPERM: sysctl or seccomp). */
SV_API int32_t sv_probe_uring(void);

/* Where the alignment was learnt. */
enum sv_align_source {
    SV_ALIGN_NONE = 0,   /* O_DIRECT is not possible here */
    SV_ALIGN_STATX = 1,  /* statx(STATX_DIOALIGN) */
    SV_ALIGN_DEVICE = 2, /* BLKSSZGET, BLKPBSZGET */
    SV_ALIGN_PROBED = 3  /* tried: smallest size that the file took */
};
struct sv_alignment {
    uint32_t memory_bytes; /* buffers must start on a multiple of it */
    uint32_t offset_bytes; /* offsets and lengths too */
    uint32_t source;       /* enum sv_align_source */
    uint32_t physical_bytes; /* best write size, 0 if unknown */
};
_Static_assert(sizeof(struct sv_alignment) == 16, "sv_alignment");
/* Asks for the O_DIRECT alignment of the file, directory or device `path`. In
 * a directory a temporary unlinked file is used. Blocks on the disk. */
SV_API int32_t sv_probe_alignment(const char *path, struct sv_alignment *out);

/* What a path is. Follows symbolic links; never creates anything. */
struct sv_path_facts {
    uint64_t size_bytes;    /* of a file, or of the device */
    uint64_t device_number; /* st_rdev of a device, st_dev of a file */
    uint32_t kind;          /* 0 none, 1 file, 2 directory, 3 device, 4 other */
    uint32_t read_only;     /* BLKROGET for a device, W_OK for the rest */
    uint32_t claimed;       /* device: O_EXCL said EBUSY */
    uint32_t rotational;    /* 1 spinning, 0 not, 2 unknown */
};
_Static_assert(sizeof(struct sv_path_facts) == 32, "sv_path_facts");
SV_API int32_t sv_probe_path(const char *path, struct sv_path_facts *out);

/* CRC-32C (Castagnoli) of `length` bytes, continued from `seed` (0 first). */
SV_API uint32_t sv_crc32c(uint32_t seed, const void *bytes, uint64_t length);

/* In the order in which they need each other. */
#include "stor_status.h"
#include "stor_stamp.h"
#include "stor_space.h"
#include "stor_lane.h"
#include "stor_kept.h"
#include "stor_file.h"
#include "stor_fault.h"
#include "stor_store.h"
#include "stor_stream.h"
#include "stor_relay.h"
#include "stor_log.h"
#include "stor_floor.h"
#include "stor_codec.h"
#include "stor_page.h"
#include "stor_level.h"
#include "stor_cipher.h"

#endif
