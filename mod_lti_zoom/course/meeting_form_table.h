/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of the meeting form, for meeting_form*.c and for what the admin may say about them:
 * one row each with its type, limits, the kinds of meetings and the modes that have it, its
 * default and its name in words.
 */
#ifndef LZ_COURSE_MEETING_FORM_TABLE_H
#define LZ_COURSE_MEETING_FORM_TABLE_H

#include "meeting_form.h"

typedef enum lz_form_kind_e {
    LZ_KIND_LINE,               /* text of one line, min to max characters */
    LZ_KIND_TEXT,               /* text of several lines */
    LZ_KIND_WHOLE,              /* a whole number, min to max */
    LZ_KIND_NUMBER,             /* one of choices, whole numbers */
    LZ_KIND_WORD,               /* one of choices, words */
    LZ_KIND_FLAG,
    LZ_KIND_TIME,               /* an instant in UTC */
    LZ_KIND_ZONE,
    LZ_KIND_PASSCODE,
    LZ_KIND_ADDRESS,            /* an e-mail address, or "" */
    LZ_KIND_ADDRESSES,          /* several with ";" between, or "" */
    LZ_KIND_ID,                 /* Zoom's, opaque; or "" */
    LZ_KIND_REGIONS,            /* array of two letters each */
    LZ_KIND_RECURRENCE,
    LZ_KIND_TRACKING,           /* [{field, value}] */
    LZ_KIND_SECTIONS,           /* array of names: the course's own, nothing for Zoom */
    LZ_KIND_ROOMS               /* {enable, rooms[{name, participants[]}]} */
} lz_form_kind_e;

/* Sets of them are their sums. */
#define LZ_OF_SINGLE  1
#define LZ_OF_UNDATED 2
#define LZ_OF_SERIES  4
#define LZ_OF_ALL     7

#define LZ_IN_CREATE  1
#define LZ_IN_CHANGE  2
#define LZ_IN_DATE    4         /* change of one date */

/* Who may say what new meetings begin with: the admin, who may also lock it, and the instructors of
 * a course for that course; or the latter alone. */
#define LZ_SET_ANYWHERE  1
#define LZ_SET_IN_COURSE 2

typedef struct lz_form_field_t {
    const char     *path;       /* "topic", "settings.waiting_room" */
    lz_form_kind_e  kind;
    int             min, max;   /* of numbers; of texts, in characters */
    const char     *choices;    /* "none|cloud", "0|5|10|15"; or NULL */
    int             meetings;   /* kinds of meetings that have it: LZ_OF_... */
    int             modes;      /* LZ_IN_... */
    const char     *fallback;   /* its default as JSON; NULL: none, absent is absent */
    int             site;       /* LZ_SET_... */
    const char     *words;      /* "the waiting room", for sentences */
    const char     *wrong;      /* what to tell whose value is none */
} lz_form_field_t;

/* Ended by path == NULL; in the order in which Zoom documents them. */
extern const lz_form_field_t lz_form_fields[];

/* The row of that path, or NULL. */
const lz_form_field_t *lz_form_field(const char *path);

/* LZ_IN_... of a mode, LZ_OF_... of a meeting's type (0: none of ours). */
int lz_form_in(lz_form_mode_e mode);
int lz_form_of(apr_int64_t type);

/* The value at a path, NULL when absent or null; puts one there (taken over), or removes it. */
json_object *lz_form_get_value(json_object *object, const char *path);
void lz_form_put_value(json_object *object, const char *path, json_object *value);
void lz_form_drop_value(json_object *object, const char *path);

/* The flag or whole number at a path, otherwise when there is none. */
int lz_form_flag(json_object *object, const char *path, int otherwise);
apr_int64_t lz_form_number(json_object *object, const char *path, apr_int64_t otherwise);

/* The text at a path, "" when there is none. */
const char *lz_form_text(json_object *object, const char *path);

/* 1 when word is one of choices: "a|b|c", NULL has none. */
int lz_form_has_choice(const char *choices, const char *word);

/* A value of the table or of the configuration, whose JSON is right; not adopted. */
json_object *lz_form_json(apr_pool_t *pool, const char *json);

/* A deep copy of value; not adopted. NULL of NULL. */
json_object *lz_form_copy(json_object *value);

/* 1 when two values of a field mean the same: addresses and regions in any order, and so on. */
int lz_form_same(apr_pool_t *pool, const lz_form_field_t *field, json_object *a,
                 json_object *b);

/* The addresses in text, in lower case, each once; separators are ";" and ",". */
apr_array_header_t *lz_form_addresses(apr_pool_t *pool, const char *text);

/* 1 for what can be an address: one "@" with something on both sides, no blanks, of sane length. */
int lz_form_is_address(const char *text);

/* The same list as text with ";". */
const char *lz_form_join_addresses(apr_pool_t *pool, const apr_array_header_t *addresses);

#endif
