/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tool that asks an LMS for something, for tests of lti/service_token.c, service.c and roster.c:
 * the LMS's answers are scripted with fake_http_on() or made by a test's own handler.
 */
#ifndef LZ_TEST_SERVICE_WORLD_H
#define LZ_TEST_SERVICE_WORLD_H

#include "fixture.h"

#include "fake_env.h"
#include "lti/service.h"

#define LMS_TOKEN_URL "https://lms.example/token?site=1"
#define LMS_ROSTER_URL "https://lms.example/services/41/members?type_id=1"

typedef struct service_world_t {
    apr_pool_t    *pool;
    fake_env_t    *fake;
    lz_env_t      *env;
    lz_platform_t  platform;    /* lms.example; keys at keys.lms.example */
    lz_service_t   service;     /* in deployment "1" */
} service_world_t;

/* Of a group: APR and the tool's key. */
int service_group_setup(void **state);
int service_group_teardown(void **state);

/* Of a test: *state is a service_world_t *. */
int service_setup(void **state);
int service_teardown(void **state);

#define service_test(function) \
    cmocka_unit_test_setup_teardown(function, service_setup, service_teardown)

/* The next answer to a token request: that token, for an hour, with the scope asked for where
 * scope is NULL. */
void service_answers_token(service_world_t *world, const char *token, const char *scope);

/* The tool's published key set. */
const char *service_jwks(const service_world_t *world);

/* Fails the test unless problem is id, with phrase in its cause. */
void service_expect(const lz_problem_t *problem, lz_problem_id_e id, const char *phrase);

/* Fails the test, with the cause, unless there is none. */
void service_expect_ok(const lz_problem_t *problem);

#endif
