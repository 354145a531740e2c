/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a view gets and gives, free of the server: httpd/ makes the request plain and sends the
 * plain response, so views are tested without a server.
 */
#ifndef LZ_VIEWS_VIEW_H
#define LZ_VIEWS_VIEW_H

#include "../base/env.h"
#include "../base/form.h"
#include "../base/json.h"
#include "../base/problem.h"
#include "../course/session.h"
#include "../course/site.h"

typedef struct lz_request_t {
    const char  *method;        /* "GET" for HEAD too */
    const char  *path;          /* below the mount point, decoded: "/c/K/upcoming" */
    const char  *query;         /* raw, "" when none */
    apr_table_t *headers;       /* as received, case-insensitive */
    const char  *body;          /* NUL-terminated; NULL when none */
    apr_size_t   body_length;
    int          local;         /* it comes from this very machine, and nobody passed it on */
} lz_request_t;

typedef struct lz_response_t {
    int          status;        /* 200 unless set */
    const char  *content_type;  /* with charset */
    apr_table_t *headers;       /* more headers; Set-Cookie may stand several times */
    const char  *body;          /* NULL: none */
    apr_size_t   body_length;
    const char  *form_action;   /* the one origin that forms of this page may be posted to; NULL:
                                   our own */
    const lz_platform_t *platform; /* whose launch is answered, once it is known, also for a
                                      refusal: it alone may embed the answer */
    const char  *frame_ancestors; /* who may embed the answer, where no platform says it: sources of
                                     Content-Security-Policy; NULL: the usual */
    const char  *return_url;    /* of a launch that was verified: where a refusal that comes after
                                   all offers to go back to; NULL or "" when there is none */
    const char  *frame_origin;  /* with platform: one more source (CSP) that may, or NULL */
    const char  *remedy;        /* on the page of a refusal: HTML beneath its sentence, or NULL */
} lz_response_t;

typedef enum lz_who_e {
    LZ_WHO_ANYONE,              /* browser on its way in, LMS, admin */
    LZ_WHO_PERSON,              /* launched: a session for the course in the URL */
    LZ_WHO_SENT                 /* the same, or sent here from the page with ?handover= */
} lz_who_e;

/* One request being answered. */
typedef struct lz_visit_t {
    const lz_env_t     *env;
    const lz_site_t    *site;
    const lz_request_t *request;
    lz_who_e            who;        /* of the endpoint */
    const lz_session_t *session;    /* NULL where the endpoint is open to all */
    const char         *sealed;     /* what session was opened from: cookie or header; or NULL */
    int                 by_cookie;  /* the browser sent the session by itself, not our page */
    const char         *endpoint;   /* "GET /c/{course}/upcoming"; "none" when no row fits */
    const char         *course;     /* {course} of the URL, or NULL */
    const char         *name;       /* the path's other variable: {platform}, {id}; or NULL */
    const char         *part;       /* one more, {file} of {uuid}; or NULL */
    const lz_form_t    *query;      /* parsed query string */
    const lz_form_t    *form;       /* parsed body where the endpoint takes a form, or NULL */
    json_object        *json;       /* parsed body where the endpoint takes JSON and it is JSON,
                                       or NULL */
    int                 wants_html; /* Accept names text/html */
    const lz_language_t *language;  /* in which the server writes a page's words; NULL: English */
} lz_visit_t;

typedef const lz_problem_t *(*lz_view_fn)(const lz_visit_t *visit, lz_response_t *response);

typedef enum lz_body_e {
    LZ_BODY_NONE,
    LZ_BODY_FORM,               /* application/x-www-form-urlencoded */
    LZ_BODY_JSON,               /* application/json, an object */
    LZ_BODY_JSON_OR_CSV,        /* the same, or text/csv, which the view reads itself */
    LZ_BODY_SIGNED              /* application/json, which the view proves and reads itself */
} lz_body_e;

typedef enum lz_method_e {
    LZ_GET    = 1,
    LZ_POST   = 2,
    LZ_PATCH  = 4,
    LZ_DELETE = 8
} lz_method_e;

/* One row of the endpoint table. */
typedef struct lz_endpoint_t {
    const char *pattern;        /* below the mount point; {course} and two more {variables};
                                   a "*" at the end stands for any rest */
    int         methods;        /* of lz_method_e */
    lz_who_e    who;
    lz_body_e   body;           /* of methods that carry one */
    apr_size_t  body_max;       /* bytes */
    lz_view_fn  view;
} lz_endpoint_t;

/* The first cookie of that name (the browser sends the longest path first), or NULL. */
const char *lz_request_cookie(apr_pool_t *pool, const lz_request_t *request, const char *name);

/* Adds a Secure, HttpOnly, SameSite=None, Partitioned cookie; max_age in seconds, 0 removes. */
void lz_response_cookie(apr_pool_t *pool, lz_response_t *response, const char *name,
                        const char *value, const char *path, int max_age);

/* The same for a cookie of value 1 that our scripts may read: that cookies come back at all. */
void lz_response_marker(apr_pool_t *pool, lz_response_t *response, const char *name,
                        const char *path, int max_age);

/* Answers with a JSON value, compact, with its Content-Type. */
void lz_response_json(apr_pool_t *pool, lz_response_t *response, int status, json_object *value);

void lz_response_redirect(apr_pool_t *pool, lz_response_t *response, int status,
                          const char *location);

#endif
