/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A course with a database and a Zoom that remembers: users, meetings, what it is made to do
 * wrong. Time stands still unless a test moves it.
 */
#ifndef LZ_TEST_COURSE_WORLD_H
#define LZ_TEST_COURSE_WORLD_H

#include <apr_tables.h>

#include "course/session.h"
#include "course/site.h"
#include "real_db.h"
#include "zoom_world.h"

#define AMARA "amara@example.edu"       /* Zoom user "host-1", instructor */
#define OWN_ACTIONS "[\"join\",\"start\",\"edit\",\"delete\",\"invitation\"]"
#define BRUNO "bruno@example.edu"       /* Zoom user "host-2", instructor */

typedef struct sim_meeting_t {
    const char *id;
    const char *host_id;
    const char *topic;
    const char *agenda;
    apr_time_t  starts_at;      /* 0: no fixed time */
    int         duration;
    const char *timezone;       /* NULL: Europe/Berlin */
    const char *status;         /* of meeting.get */
    const char *password;
    int         waiting_room;
    apr_time_t  created_at;
    int         deleted;
    int         unlisted;       /* exists, but is not on the host's list */
    const char *alternative_hosts;      /* NULL: none */
    const char *assistant_id;   /* who scheduled it for the host; NULL: the host */
    const char *tracking;       /* its tracking fields, a JSON array; NULL: none */
} sim_meeting_t;

typedef struct course_world_t {
    zoom_world_t       *zoom;
    fake_env_t         *fake;
    real_db_t          *db;
    lz_env_t           *env;
    lz_site_t           site;
    lz_platform_t       platform;
    apr_array_header_t *meetings;       /* sim_meeting_t * */
    int                 down;           /* Zoom cannot be reached */
    int                 lose_answers;   /* of the next so many writes, which take effect */
    int                 drop_writes;    /* the next so many writes vanish without an answer */
    int                 refuse_writes;  /* HTTP 400, code 300 */
    int                 late_lists;     /* what is made is not listed */
    int                 blind;          /* lists only: a look at one meeting fails */
    const char         *schedulers;     /* id of the one for whom everybody may schedule, or NULL */
    int                 lock_waiting_room;      /* the account switches it on, whatever is asked */
    const char         *tracking;       /* the account's tracking fields, a JSON array; NULL: none
                                           by its plan */
    int                 refuse_changes; /* of tracking fields: HTTP 400, code 300 */
} course_world_t;

course_world_t *course_world_create(apr_pool_t *pool, real_db_t *db);

/* A person of course "course-1" with that role. */
lz_session_t course_session(const course_world_t *world, const char *email, lz_role_e role);

/* A meeting at Zoom of host-1, starting in that many minutes, an hour long; not in any course. */
sim_meeting_t *course_meeting(course_world_t *world, const char *id, int minutes);

/* Makes it one of the course's, as it is now. */
void course_add(course_world_t *world, const char *course, const sim_meeting_t *meeting);

/* Time goes on, and with it the deadline of what comes next. */
void course_wait(course_world_t *world, apr_interval_time_t by);

/* Requests that Zoom got: lists of a host, looks at a meeting, look-ups of users, creations. */
int course_lists(const course_world_t *world, const char *whose);
int course_looks(const course_world_t *world, const char *id);
int course_look_ups(const course_world_t *world);
int course_creations(const course_world_t *world);

/* The same: changes of a meeting, which are of its tracking fields alone, as a list of {field,
   value} whose fields the account has. */
int course_changes(const course_world_t *world, const char *id);

/* JSON of text, which must be an object. */
json_object *course_json(const course_world_t *world, const char *text);

/* Fails with the cause unless problem is NULL; or unless it is id. */
void expect_ok(const lz_problem_t *problem);
void expect_problem(const lz_problem_t *problem, lz_problem_id_e id);

#endif
