/* stor_fault.h -- the part of stor_core.h about faults on purpose. Include
 * stor_core.h, which includes this; the rules of that header hold here too.
 */
#ifndef STOR_FAULT_H
#define STOR_FAULT_H

/* name, what it does when armed (X = the default of `arg`). */
#define SV_FAULT_MAP(XX)                                                        \
    XX(SUBMIT_EIO, "submit.eio", "operation fails with EIO, not sent")          \
    XX(SUBMIT_ENOSPC, "submit.enospc", "write fails with ENOSPC, not sent")     \
    XX(SUBMIT_EAGAIN, "submit.eagain", "operation fails with EAGAIN, not sent") \
    XX(SUBMIT_SHORT, "submit.short", "transfer is cut to arg bytes (512)")      \
    XX(WRITE_TORN_HEAD, "write.torn-head", "only the first arg bytes (512) of the last unit land") \
    XX(WRITE_TORN_TAIL, "write.torn-tail", "the first arg bytes (512) of the first unit do not land") \
    XX(WRITE_LOST, "write.lost", "acknowledged, never sent")                    \
    XX(WRITE_MISDIRECT, "write.misdirect", "lands arg units (1) further on, inside its file") \
    XX(WRITE_DUPLICATE, "write.duplicate", "lands, and a second time arg units (1) further on") \
    XX(WRITE_BITFLIP, "write.bitflip", "one bit (arg, else by the seed) flips on the way") \
    XX(WRITE_ZERO, "write.zero", "zeros land instead")                          \
    XX(WRITE_SHIFT, "write.shift", "the bytes land moved by arg (8)")           \
    XX(WRITE_REVERT, "write.revert", "after the acknowledgement the generation before comes back") \
    XX(READ_EIO, "read.eio", "read fails with EIO")                             \
    XX(READ_SHORT, "read.short", "read returns only arg bytes (512)")           \
    XX(READ_BITFLIP, "read.bitflip", "one bit (arg, else by the seed) flips on the way") \
    XX(READ_STALE, "read.stale", "read returns the generation before")          \
    XX(READ_MISDIRECT, "read.misdirect", "read returns what is arg units (1) further on") \
    XX(READ_ZEROS, "read.zeros", "read returns zeros")                          \
    XX(SYNC_EIO, "sync.eio", "sync fails with EIO")                             \
    XX(SYNC_LIE, "sync.lie", "sync does nothing; the space rolls back what it covered at close, as a power cut would") \
    XX(LATENCY_DELAY, "latency.delay", "completion is held for arg ms (100)")   \
    XX(LATENCY_HANG, "latency.hang", "completion is held until the lane is stopped, at most arg ms (30000)") \
    SV_FAULT_HTTP_MAP(XX)                                                       \
    SV_FAULT_STREAM_MAP(XX)                                                     \
    SV_FAULT_FILE_MAP(XX)

/* Of one request to a store; see http_fault.c. */
#define SV_FAULT_HTTP_MAP(XX)                                                   \
    XX(HTTP_CONNECT_REFUSED, "http.connect.refused", "request is refused a connection, not sent") \
    XX(HTTP_RESOLVE_FAIL, "http.resolve.fail", "the host's name has no address, not sent") \
    XX(HTTP_TLS_FAIL, "http.tls.fail", "the certificate is not trusted, not sent") \
    XX(HTTP_SEND_RESET, "http.send.reset", "connection is cut after arg bytes (0) of the request's body") \
    XX(HTTP_RECEIVE_RESET, "http.receive.reset", "request is carried out, connection is cut before the answer") \
    XX(HTTP_RECEIVE_CUT, "http.receive.cut", "connection is cut after arg bytes (512) of the answer's body") \
    XX(HTTP_RECEIVE_STALL, "http.receive.stall", "request is carried out, the answer never ends: the stall time-out does") \
    XX(HTTP_STATUS, "http.status", "answered with HTTP status arg (503), not carried out") \
    XX(HTTP_STATUS_AFTER, "http.status.after", "carried out, and answered with HTTP status arg (500)") \
    XX(HTTP_THROTTLE, "http.throttle", "answered with 503 and Retry-After arg s (0), not carried out") \
    XX(HTTP_ERROR_BODY, "http.error-body", "write is answered with 200 and an error in the body, not carried out") \
    XX(HTTP_RANGE_SHIFTED, "http.range.shifted", "ranges begin arg bytes (4096) further on, or before") \
    XX(HTTP_RANGE_IGNORED, "http.range.ignored", "the whole object comes for a range") \
    XX(HTTP_ETAG_WRONG, "http.etag.wrong", "the answer to a read has another ETag") \
    XX(HTTP_CHECKSUM_WRONG, "http.checksum.wrong", "the checksum that the store returns is another") \
    XX(PART_LOST, "part.lost", "a part is acknowledged, never sent")            \
    XX(PART_SWAP, "part.swap", "a part has the bytes of its neighbour")         \
    XX(LIST_MISSING, "list.missing", "an entry does not come")                  \
    XX(LIST_EXTRA, "list.extra", "an entry comes that nobody put")              \
    XX(LIST_REPEAT, "list.repeat", "an entry comes twice")                      \
    XX(LIST_SIZE, "list.size", "an entry says arg bytes (0)")

/* Of streams: copies of whole objects; see stream_fault.c. */
#define SV_FAULT_STREAM_MAP(XX)                                                 \
    XX(STREAM_READ_FAIL, "stream.read.fail", \
       "a copy's read fails with errno arg (EIO), not sent") \
    XX(STREAM_READ_SHORT, "stream.read.short", \
       "a copy's read returns only arg bytes (512); 0: the source " \
       "ends there") \
    XX(STREAM_READ_BITFLIP, "stream.read.bitflip", \
       "one bit (arg, else by the seed) flips between a copy's " \
       "source and its digests") \
    XX(STREAM_WRITE_FAIL, "stream.write.fail", \
       "a copy's write fails with errno arg (EIO), not sent") \
    XX(STREAM_WRITE_BITFLIP, "stream.write.bitflip", \
       "one bit (arg, else by the seed) flips between a copy's " \
       "digests and its destination") \
    XX(STREAM_PUBLISH_FAIL, "stream.publish.fail", \
       "a copy cannot be made visible: errno arg (EIO)")

/* Of files as objects, and of what is built on them. */
#define SV_FAULT_FILE_MAP(XX)                                                   \
    XX(FS_OPEN_FAIL, "fs.open.fail", "an object's file cannot be opened: errno arg (EIO)") \
    XX(FS_READ_FAIL, "fs.read.fail", "an object read fails with errno arg (EIO)") \
    XX(FS_WRITE_FAIL, "fs.write.fail", "an object write fails with errno arg (EIO)") \
    XX(FS_SYNC_FAIL, "fs.sync.fail", "an object sync fails with errno arg (EIO)") \
    XX(FS_RENAME_FAIL, "fs.rename.fail", "an object cannot take its name: errno arg (EIO)") \
    XX(FS_FOLDER_SYNC_FAIL, "fs.folder-sync.fail", "the sync of a folder fails with errno arg (EIO)") \
    XX(WRITER_FLUSH_FAIL, "writer.flush.fail", "a table writer's flush fails with errno arg (EIO)") \
    XX(WRITER_CLOSE_FAIL, "writer.close.fail", "a table writer's close fails with errno arg (EIO)") \
    XX(MANIFEST_COMMIT_FAIL, "manifest.commit.fail", "a manifest's commit fails with errno arg (EIO)") \
    XX(MANIFEST_READ_FAIL, "manifest.read.fail", "a manifest's read fails with errno arg (EIO)") \
    XX(MANIFEST_WRITE_FAIL, "manifest.write.fail",                              \
       "a manifest is not written: errno arg (EIO)")

enum sv_fault {
#define XX(id, name, text) SV_FAULT_##id,
    SV_FAULT_MAP(XX)
#undef XX
    SV_FAULT_COUNT
};

struct sv_fault_state {
    uint64_t hits;  /* times the point was reached while the gate was open */
    uint64_t fired; /* times it changed the outcome */
    uint32_t armed;
    uint32_t reserved;
};
_Static_assert(sizeof(struct sv_fault_state) == 24, "sv_fault_state");

/* Arms one point: "point[:after=N][:every=M][:count=K][:seed=S][:arg=X]".
 * after: passes over the first N hits. every: then fires at each Mth (1).
 * count: at most K times (no limit). seed: with it a hit fires with chance
 * 1/every, not at each Mth: by a keyed hash of (seed, point, operation) in a
 * lane, so that the same operations are hit however lanes overtake each other;
 * of (seed, point, hit) elsewhere.
 * Returns 0, SV_POINT, SV_PLAN_TEXT. Any thread. */
SV_API int32_t sv_fault_arm(const char *text);
/* Disarms all, closes the gate, sets the counts to 0. */
SV_API void sv_fault_clear(void);
/* 1 if any point is armed or the libfiu control is open. */
SV_API uint32_t sv_fault_armed(void);
/* State of point `index`; SV_BOUND beyond the last. */
SV_API int32_t sv_fault_state(uint32_t index, struct sv_fault_state *out);
SV_API const char *sv_fault_name(uint32_t index);
SV_API const char *sv_fault_text(uint32_t index);
/* For code outside the core that has points of its own: counts one hit of point
 * `index` and says whether it fires (1 or 0). place: any number that a seed may
 * know the operation by; 0: the number of the hit. *arg is the arg of the plan,
 * or libfiu's failinfo, or default_arg (all ones: by the seed). While the gate
 * is closed it counts nothing. SV_BOUND beyond the last. Any thread. */
SV_API int32_t sv_fault_ask(uint32_t index, uint64_t place,
                            uint64_t default_arg, uint64_t *arg);
/* Lets fiu-ctrl work from outside through FIFOs "BASENAME-PID.in/.out". */
SV_API int32_t sv_fault_control(const char *basename);
/* Time of one pass over a point that is not armed, averaged over `count`. */
SV_API uint64_t sv_fault_idle_ps(uint64_t count);

#endif
