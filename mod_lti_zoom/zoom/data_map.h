/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The data map: the only door for what Zoom tells us. One table (data_map.def) says for each
 * operation its scope, its rate label, the fields that are kept, and for what purpose. What is
 * not in it never leaves zoom/. The list of scopes an admin must grant (scopes.h), the check of a
 * token's scopes, the privacy page and the documentation come from the same table.
 */
#ifndef LZ_ZOOM_DATA_MAP_H
#define LZ_ZOOM_DATA_MAP_H

#include <apr_pools.h>
#include <json-c/json.h>

typedef enum lz_zoom_label_e {
    LZ_LABEL_LIGHT,
    LZ_LABEL_MEDIUM,
    LZ_LABEL_HEAVY
} lz_zoom_label_e;

typedef enum lz_field_type_e {
    LZ_FIELD_STRING,
    LZ_FIELD_ID,            /* number or text at Zoom, always text here */
    LZ_FIELD_INTEGER,
    LZ_FIELD_BOOLEAN,
    LZ_FIELD_STRINGS        /* array of texts */
} lz_field_type_e;

typedef struct lz_zoom_field_t {
    const char      *path;      /* "topic", "settings.waiting_room", "meetings[].start_time" */
    lz_field_type_e  type;
    int              required;  /* an answer without it cannot be used */
    const char      *purpose;   /* in words, for the privacy page */
} lz_zoom_field_t;

typedef enum lz_zoom_operation_id_e {
    LZ_ZOOM_TOKEN,
    LZ_ZOOM_USER_GET,
    LZ_ZOOM_USER_CREATE,
    LZ_ZOOM_USER_SETTINGS,
    LZ_ZOOM_USER_SECURITY,
    LZ_ZOOM_USER_AUTHENTICATION,
    LZ_ZOOM_USER_ASSISTANTS,
    LZ_ZOOM_USER_SCHEDULERS,
    LZ_ZOOM_GROUPS,
    LZ_ZOOM_GROUP_MEMBERS,
    LZ_ZOOM_GROUP_ADD,
    LZ_ZOOM_GROUP_LOCKS,
    LZ_ZOOM_GROUP_SECURITY_LOCKS,
    LZ_ZOOM_ACCOUNT_LOCKS,
    LZ_ZOOM_ACCOUNT_SECURITY_LOCKS,
    LZ_ZOOM_MANAGED_DOMAINS,
    LZ_ZOOM_TRUSTED_DOMAINS,
    LZ_ZOOM_TRACKING_FIELDS,
    LZ_ZOOM_USER_MEETINGS,
    LZ_ZOOM_MEETING_CREATE,
    LZ_ZOOM_MEETING_GET,
    LZ_ZOOM_MEETING_UPDATE,
    LZ_ZOOM_MEETING_DELETE,
    LZ_ZOOM_MEETING_STATUS,
    LZ_ZOOM_INVITATION,
    LZ_ZOOM_REGISTRANTS,
    LZ_ZOOM_REGISTRANT_ADD,
    LZ_ZOOM_PAST_MEETING,
    LZ_ZOOM_PAST_INSTANCES,
    LZ_ZOOM_PAST_PARTICIPANTS,
    LZ_ZOOM_PAST_POLLS,
    LZ_ZOOM_REPORT_MEETING,
    LZ_ZOOM_REPORT_PARTICIPANTS,
    LZ_ZOOM_REPORT_POLLS,
    LZ_ZOOM_REPORT_USER,
    LZ_ZOOM_RECORDINGS,
    LZ_ZOOM_RECORDING_GET,
    LZ_ZOOM_RECORDING_SETTINGS,
    LZ_ZOOM_RECORDING_SETTINGS_UPDATE,
    LZ_ZOOM_RECORDING_DELETE,
    LZ_ZOOM_RECORDING_FILE_DELETE,
    LZ_ZOOM_RECORDING_RECOVER,
    LZ_ZOOM_RECORDING_FILE_RECOVER,
    LZ_ZOOM_OPERATION_COUNT
} lz_zoom_operation_id_e;

/* What stands for the first {} of a path; a second one is for LZ_PARAMETER_FILE. */
typedef enum lz_zoom_parameter_e {
    LZ_PARAMETER_NONE,
    LZ_PARAMETER_USER,          /* id or e-mail address */
    LZ_PARAMETER_GROUP,         /* id */
    LZ_PARAMETER_MEETING,       /* its number, of 64 bits; no UUID */
    LZ_PARAMETER_INSTANCE,      /* UUID of one time it was held, or its number: the latest */
    LZ_PARAMETER_FILE           /* id of a recording's file; stands second only */
} lz_zoom_parameter_e;

/* What is lost without an operation's scope. */
typedef enum lz_zoom_need_e {
    LZ_NEED_OPTIONAL,           /* its feature */
    LZ_NEED_CORE                /* this tool is of no use */
} lz_zoom_need_e;

typedef struct lz_zoom_operation_t {
    lz_zoom_operation_id_e id;
    const char            *name;            /* "meeting.get" */
    const char            *method;
    const char            *path;            /* "/meetings/{}", {} is a path parameter */
    lz_zoom_parameter_e    parameter;
    const char            *query;           /* "name=value", sent unless the caller says
                                               otherwise; or NULL */
    const char            *scope_classic;   /* NULL: none needed */
    const char            *scope_granular;
    lz_zoom_need_e         need;
    lz_zoom_label_e        label;
    int                    idempotent;      /* may be sent again after a lost answer */
    const char            *list;            /* member that is paged ("meetings"), or NULL */
    const char            *feature;         /* what an admin loses without the scope */
    const lz_zoom_field_t *fields;          /* ended by path == NULL; none: the answer is empty */
} lz_zoom_operation_t;

const lz_zoom_operation_t *lz_zoom_operation(lz_zoom_operation_id_e id);

/*
 * The kept part of an answer: an object of the same shape with only the fields of the map, each
 * of its type. A field of another type, and a text with a NUL in it, is left out; an id becomes
 * text; an object or array that Zoom sent stays even when nothing in it is kept. Tied to pool.
 *
 * NULL when a required field is not there, with *missing its path.
 */
json_object *lz_zoom_keep(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                          json_object *answer, const char **missing)
    __attribute__((warn_unused_result));

/* The same for fields (ended by path == NULL) of what Zoom sends by itself (webhook.h). */
json_object *lz_zoom_keep_fields(apr_pool_t *pool, const lz_zoom_field_t *fields,
                                 json_object *from, const char **missing)
    __attribute__((warn_unused_result));

#endif
