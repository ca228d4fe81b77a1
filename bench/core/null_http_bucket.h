/* null_http_bucket.h -- what null_http says of a bucket, and what of a path is
 * the object's. Included once, by null_http.c. */
#ifndef NULL_HTTP_BUCKET_H
#define NULL_HTTP_BUCKET_H

#include <stddef.h>
#include <string.h>

/* What a client asks before and after a load: the bucket is empty and may be
 * written to. NULL if the request is about an object. */
static const char *bucket_text(const char *method, const char *path)
{
    const char *query = strchr(path, '?');
    if (query != NULL && strcmp(method, "POST") == 0)
        return "<InitiateMultipartUploadResult><UploadId>none</UploadId>"
               "</InitiateMultipartUploadResult>";
    if (query != NULL && strcmp(method, "GET") == 0 &&
        (strstr(query, "list-type=2") != NULL ||
         strstr(query, "uploads") != NULL))
        return "<ListBucketResult><KeyCount>0</KeyCount>"
               "<IsTruncated>false</IsTruncated></ListBucketResult>";
    if (strcmp(method, "HEAD") == 0 && strchr(path + 1, '/') == NULL)
        return "";
    return NULL;
}

/* The AWS SDK ends a query with the name of its call: GET and PUT of one object
 * would be two paths. */
static void drop_call_name(char *path)
{
    char *mark = strstr(path, "x-id=");
    if (mark != NULL && mark > path && (mark[-1] == '?' || mark[-1] == '&'))
        mark[-1] = '\0';
}

#endif
