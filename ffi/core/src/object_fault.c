/* object_fault.c -- what the fault points do to a request: where a lying store
 * would act, on bytes and keys after the lane made them, or on what comes back
 * before the lane looks. The oracle always believes the acknowledgement. */
#include <errno.h>
#include <string.h>

#include "svi_object_lane.h"

#define SECTOR_BYTES 512u
#define FIRES(exchange, id, default_arg, arg_out)                   \
    (SVI_FAULT_AT(id, place_of(exchange), (default_arg), (arg_out)) && \
     told((exchange)->operation->lane))

/* By its attempt and part too: each meets its own fate. */
static uint64_t place_of(const struct svi_exchange *exchange)
{
    const struct svi_operation *operation = exchange->operation;
    return svi_fault_place(operation->lane->base.spec.lane, operation->number,
                           (uint64_t)exchange->purpose << 56 ^
                               (uint64_t)exchange->part << 24 ^
                               exchange->attempts);
}

static bool told(struct svi_object_lane *lane)
{
    SVI_COUNT(&lane->base, faults_fired, 1);
    return true;
}

static bool has_body(const struct svi_exchange *exchange)
{
    return exchange->request.body_bytes > 0 && exchange->text == NULL;
}

static void spoil_with(struct svi_exchange *exchange, uint32_t kind,
                       uint64_t arg)
{
    exchange->spoil = (struct svi_spoil){.kind = kind, .arg = arg};
}

/* Key `arg` further on among those of the lane, in the place of this one. */
static void misdirect(struct svi_object_lane *lane,
                      struct svi_exchange *exchange, uint64_t arg)
{
    struct svi_operation *operation = exchange->operation;
    const uint64_t key = operation->key, first = lane->spec.first_key;
    operation->key = first + (key - first + arg) % lane->spec.key_count;
    char name[SVI_KEY_ROOM];
    if (svi_object_name(lane->objects, operation->key, name, sizeof name) == 0)
        (void)svi_store_path(lane->objects->store, name, NULL, exchange->path,
                             SVI_PATH_ROOM);
    operation->key = key;
}

static bool refuse(struct svi_exchange *exchange)
{
    struct svi_request *request = &exchange->request;
    const bool is_write = svi_is_mutation(exchange->operation->op);
    if (FIRES(exchange, SUBMIT_EIO, 0, NULL))
        request->status = -EIO;
    else if (is_write && FIRES(exchange, SUBMIT_ENOSPC, 0, NULL))
        request->status = -ENOSPC;
    else if (FIRES(exchange, SUBMIT_EAGAIN, 0, NULL))
        request->status = -EAGAIN;
    else
        return false;
    return true;
}

static void spoil_write(struct svi_object_lane *lane,
                        struct svi_exchange *exchange)
{
    uint64_t arg;
    if (FIRES(exchange, WRITE_BITFLIP, SVI_FAULT_RANDOM, &arg))
        spoil_with(exchange, SV_FAULT_WRITE_BITFLIP,
                   arg % (exchange->request.body_bytes * 8));
    if (FIRES(exchange, WRITE_ZERO, 0, &arg))
        spoil_with(exchange, SV_FAULT_WRITE_ZERO, arg);
    if (FIRES(exchange, WRITE_TORN_HEAD, SECTOR_BYTES, &arg))
        spoil_with(exchange, SV_FAULT_WRITE_TORN_HEAD, arg);
    if (FIRES(exchange, WRITE_TORN_TAIL, SECTOR_BYTES, &arg))
        spoil_with(exchange, SV_FAULT_WRITE_TORN_TAIL, arg);
    if (exchange->purpose == SVI_PURPOSE_ALONE &&
        FIRES(exchange, WRITE_MISDIRECT, 1, &arg))
        misdirect(lane, exchange, arg);
}

/* What becomes of a part; true: it is done. */
static bool fault_part(struct svi_exchange *exchange)
{
    struct svi_request *request = &exchange->request;
    struct svi_maker *maker = &exchange->body.maker;
    const uint64_t part_bytes = maker->shape.part_bytes;
    if (FIRES(exchange, PART_LOST, 0, NULL)) {
        static const char ETAG[] = "\"lost\"";
        request->http_status = 200;
        memcpy(request->etag, ETAG, sizeof ETAG);
        return true;
    }
    /* The one before is never shorter. */
    if (exchange->part > 0 && FIRES(exchange, PART_SWAP, 0, NULL))
        svi_maker_start(maker, maker->start - part_bytes,
                        maker->end - part_bytes);
    return false;
}

bool svi_exchange_fault_before(struct svi_object_lane *lane,
                               struct svi_exchange *exchange)
{
    struct svi_request *request = &exchange->request;
    const uint32_t op = exchange->operation->op;
    const bool is_alone = exchange->purpose == SVI_PURPOSE_ALONE;
    uint64_t arg;
    request->place = place_of(exchange);
    if (refuse(exchange))
        return true;
    if (exchange->purpose == SVI_PURPOSE_PART && fault_part(exchange))
        return true;
    if (has_body(exchange))
        spoil_write(lane, exchange);
    if ((op == SV_PUT || op == SV_DELETE) && is_alone &&
        FIRES(exchange, WRITE_LOST, 0, NULL)) {
        request->http_status = op == SV_PUT ? 200 : 204;
        return true;
    }
    if (op != SV_GET && op != SV_RANGE)
        return false;
    if (FIRES(exchange, READ_MISDIRECT, 1, &arg))
        misdirect(lane, exchange, arg);
    if (FIRES(exchange, READ_BITFLIP, SVI_FAULT_RANDOM, &arg))
        spoil_with(exchange, SV_FAULT_READ_BITFLIP, arg % (SECTOR_BYTES * 8));
    if (FIRES(exchange, READ_ZEROS, 0, &arg))
        spoil_with(exchange, SV_FAULT_READ_ZEROS, arg);
    if (FIRES(exchange, READ_SHORT, SECTOR_BYTES, &arg))
        spoil_with(exchange, SV_FAULT_READ_SHORT, arg);
    if (FIRES(exchange, READ_STALE, 0, &arg))
        spoil_with(exchange, SV_FAULT_READ_STALE, arg);
    return false;
}

/* The body of the generation before the oldest legal one, in the place of what
 * came; nothing at all where there was none. */
static void answer_stale(struct svi_object_lane *lane,
                         struct svi_exchange *exchange)
{
    struct svi_operation *operation = exchange->operation;
    struct svi_maker maker;
    memset(&maker, 0, sizeof maker);
    exchange->spoil.kind = SV_FAULT_COUNT;
    if (operation->window.low < 2 || lane->spec.verify == SV_VERIFY_OFF) {
        exchange->request.http_status = 404;
        return;
    }
    const uint64_t generation = operation->window.low - 1;
    svi_object_identity(lane->objects, operation->key, &maker.shape.identity);
    maker.shape.generation = generation;
    maker.shape.size =
        svi_object_size(lane->objects, operation->key, generation);
    maker.shape.part_bytes = lane->objects->spec.part_bytes;
    svi_maker_start(&maker, 0, maker.shape.size);
    struct svi_checker *checker = &exchange->body.checker;
    uint64_t at = 0;
    const uint64_t end = operation->length < maker.shape.size - operation->start
                             ? operation->start + operation->length
                             : maker.shape.size;
    svi_checker_start(checker);
    while (at < end) {
        uint8_t bytes[SVI_UNIT_ROOM];
        uint64_t count = svi_maker_fill(&maker, bytes, sizeof bytes);
        if (count == 0)
            break;
        const uint64_t skip =
            operation->start > at
                ? (operation->start - at < count ? operation->start - at
                                                 : count)
                : 0;
        const uint64_t take = end - at < count ? end - at : count;
        if (take > skip)
            svi_checker_take(checker, bytes + skip, take - skip);
        at += count;
    }
}

bool svi_exchange_fault_after(struct svi_object_lane *lane,
                              struct svi_exchange *exchange)
{
    struct svi_request *request = &exchange->request;
    const uint32_t op = exchange->operation->op;
    uint64_t arg;
    if (exchange->has_waited)
        return false;
    const bool is_read = !svi_is_mutation(op) && request->status == 0;
    if (is_read && FIRES(exchange, READ_EIO, 0, NULL))
        request->status = -EIO;
    if (is_read && op == SV_HEAD && FIRES(exchange, READ_SHORT, 0, &arg))
        request->content_length = arg;
    if (is_read && (op == SV_GET || op == SV_RANGE) &&
        exchange->spoil.kind == SV_FAULT_READ_STALE &&
        request->http_status < 300)
        answer_stale(lane, exchange);
    if (!FIRES(exchange, LATENCY_DELAY, 100, &arg) &&
        !FIRES(exchange, LATENCY_HANG, 30000, &arg))
        return false;
    exchange->has_waited = true;
    exchange->due_ns = lane->base.now_ns + arg * 1000000u;
    return true;
}

uint32_t svi_entry_fault(struct svi_exchange *exchange)
{
    struct svi_page *page = &exchange->body.page;
    uint64_t arg;
#define AT_ENTRY(id, arg_out)                                               \
    (SVI_FAULT_AT(id, place_of(exchange) + page->entries, 0, (arg_out)) && \
     told(exchange->operation->lane))
    if (AT_ENTRY(LIST_MISSING, NULL))
        return SV_FAULT_LIST_MISSING;
    if (AT_ENTRY(LIST_EXTRA, NULL))
        return SV_FAULT_LIST_EXTRA;
    if (AT_ENTRY(LIST_REPEAT, NULL))
        return SV_FAULT_LIST_REPEAT;
    if (!AT_ENTRY(LIST_SIZE, &arg))
        return SV_FAULT_COUNT;
#undef AT_ENTRY
    page->size = arg;
    return SV_FAULT_LIST_SIZE;
}

/* What the generation before has at these bytes; zeros before there was one. */
static void older(const struct svi_exchange *exchange, uint64_t at,
                  uint8_t *bytes, uint64_t count)
{
    const struct svi_maker *maker = &exchange->body.maker;
    const struct svi_object_shape *shape = &maker->shape;
    const uint32_t unit = shape->identity.unit_bytes;
    alignas(8) uint8_t wanted[SVI_UNIT_ROOM] = {0};
    for (uint64_t i = 0; i < count;) {
        const uint64_t place = maker->start + at + i;
        const uint64_t in_unit = place % unit;
        uint64_t part = unit - in_unit;
        part = part < count - i ? part : count - i;
        if (shape->generation > 1)
            svi_object_stamp(&shape->identity, shape->generation - 1,
                             place / unit, 1, wanted);
        memcpy(bytes + i, wanted + in_unit, part);
        i += part;
    }
}

void svi_exchange_spoil(struct svi_exchange *exchange, uint8_t *bytes,
                        size_t count)
{
    struct svi_spoil *spoil = &exchange->spoil;
    const uint64_t from = spoil->at, to = from + count;
    spoil->at = to;
    switch (spoil->kind) {
    case SV_FAULT_WRITE_BITFLIP:
        if (spoil->arg / 8 >= from && spoil->arg / 8 < to)
            bytes[spoil->arg / 8 - from] ^= (uint8_t)(1u << spoil->arg % 8);
        break;
    case SV_FAULT_WRITE_ZERO:
        memset(bytes, 0, count);
        break;
    case SV_FAULT_WRITE_TORN_HEAD: /* only the first bytes land */
        if (to > spoil->arg) {
            const uint64_t begin = from > spoil->arg ? from : spoil->arg;
            older(exchange, begin, bytes + (begin - from), to - begin);
        }
        break;
    case SV_FAULT_WRITE_TORN_TAIL: /* the first bytes do not land */
        if (from < spoil->arg)
            older(exchange, from, bytes,
                  (to < spoil->arg ? to : spoil->arg) - from);
        break;
    default:
        break;
    }
}

bool svi_exchange_take_spoiled(struct svi_exchange *exchange,
                               const uint8_t *bytes, size_t count)
{
    struct svi_spoil *spoil = &exchange->spoil;
    struct svi_checker *checker = &exchange->body.checker;
    uint8_t copy[SECTOR_BYTES];
    for (size_t done = 0; done < count;) {
        size_t piece = count - done;
        piece = piece < sizeof copy ? piece : sizeof copy;
        memcpy(copy, bytes + done, piece);
        if (spoil->kind == SV_FAULT_READ_ZEROS)
            memset(copy, 0, piece);
        if (spoil->kind == SV_FAULT_READ_BITFLIP &&
            spoil->arg / 8 >= spoil->at && spoil->arg / 8 < spoil->at + piece)
            copy[spoil->arg / 8 - spoil->at] ^=
                (uint8_t)(1u << spoil->arg % 8);
        size_t kept = piece;
        if (spoil->kind == SV_FAULT_READ_SHORT)
            kept = spoil->arg <= spoil->at ? 0
                   : spoil->arg - spoil->at < piece
                       ? (size_t)(spoil->arg - spoil->at)
                       : piece;
        if (kept > 0 && spoil->kind != SV_FAULT_READ_STALE)
            svi_checker_take(checker, copy, kept);
        spoil->at += piece;
        done += piece;
    }
    return true;
}
