/* SPDX-License-Identifier: Apache-2.0 */
/* A course world whose Zoom sends events. Lists are fresh for a quarter of an hour then. */
#ifndef LZ_TEST_EVENT_WORLD_H
#define LZ_TEST_EVENT_WORLD_H

#include "course/events.h"
#include "course_world.h"
#include "webhook.h"

/* As course_world_create(); the account is called "main". */
course_world_t *event_world_create(apr_pool_t *pool, real_db_t *db);

/*
 * The same with meeting 1000000001 of host-1 in the course, in an hour, whose list was read a
 * minute ago.
 */
course_world_t *event_course(apr_pool_t *pool, real_db_t *db, sim_meeting_t **meeting);

/* Members of an event's object that name it. */
#define MEETING "\"id\":1000000001,\"host_id\":\"host-1\""

/* Status of the first row that a student sees, "(none)" without one. */
const char *first_status(course_world_t *world);

/* The body of an event of that time; payload are members behind account_id. */
const char *event_body(const course_world_t *world, apr_time_t at, const char *name,
                       const char *payload);

/* Delivers a body, signed now. */
const lz_problem_t *deliver(course_world_t *world, const char *body);
const lz_problem_t *deliver_for(course_world_t *world, const char *body, json_object **answer);

/* Delivers an event that has just happened, or by so much before or after now; it is taken. */
void event(course_world_t *world, const char *name, const char *payload);
void event_at(course_world_t *world, apr_interval_time_t offset, const char *name,
              const char *payload);

#endif
