/* object_log.c -- what a lane over keys tells the log of its space. */
#include "svi_log.h"
#include "svi_object_lane.h"

/* A put that will go up in parts is an upload from the start. */
static uint32_t op_of(const struct svi_object_lane *lane,
                      const struct svi_operation *operation)
{
    bool is_upload = operation->op == SV_PUT &&
                     svi_is_multipart(lane->objects, operation->size);
    return is_upload ? SV_UPLOAD : operation->op;
}

static struct sv_log_record record_of(const struct svi_object_lane *lane,
                                      const struct svi_operation *operation)
{
    return (struct sv_log_record){
        .begun = operation->log_begun,
        .offset = operation->key,
        .generation =
            operation->op == SV_DELETE ? 0 : operation->generation,
        .lane = (uint16_t)lane->base.spec.lane,
        .op = (uint8_t)op_of(lane, operation),
    };
}

void svi_object_log_begin(struct svi_object_lane *lane,
                          struct svi_operation *operation)
{
    struct sv_log *log = lane->objects->log;
    operation->log_begun = 0;
    if (log != NULL)
        operation->log_begun = svi_log_begin(log, record_of(lane, operation));
}

void svi_object_log_end(struct svi_object_lane *lane,
                        struct svi_operation *operation, bool has_failed)
{
    struct sv_log *log = lane->objects->log;
    if (log == NULL || operation->log_begun == 0)
        return;
    struct sv_log_record record = record_of(lane, operation);
    record.has_failed = has_failed ? 1 : 0;
    record.flags = has_failed ? 0 : SV_LOG_DURABLE;
    svi_log_end(log, record);
    operation->log_begun = 0;
}
