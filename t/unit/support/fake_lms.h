/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some LMSs, a browser and a site, for tests of the way in: logins are begun by the code under
 * test, tokens are signed here, without it. The platforms:
 *
 *   canvas       any deployment; shares its issuer with canvas-two (another client)
 *   canvas-two
 *   moodle       deployment "1" alone; its authorization URL has a query of its own; takes LTI 1.1
 *                too, with the consumer keys "moodle-key" and, as its client id, "moodle-client"
 *   school-a     deployment "a"; shares issuer and client with school-b (deployment "b")
 *   school-b
 *   history      LTI 1.1 alone, with the consumer keys "12345" and "history & more"
 *
 * Each but the last signs with a key of its own (its place in this list), all under the kid
 * "key-1".
 *
 * State of a test: fake_lms_t *, made anew; of a group: the keys.
 */
#ifndef LZ_TEST_FAKE_LMS_H
#define LZ_TEST_FAKE_LMS_H

#include "fixture.h"

#include <apr_tables.h>
#include <openssl/evp.h>

#include "course/site.h"
#include "fake_env.h"
#include "lti/launch.h"

#define FAKE_LMS_KEYS 6             /* one per platform, and one more to rotate to */
#define FAKE_LMS_SPARE_KEY 5
#define CLAIM(name) "https://purl.imsglobal.org/spec/lti/claim/" name
#define TARGET "https://tool.example/zoom/launch"

enum { CANVAS, CANVAS_TWO, MOODLE, SCHOOL_A, SCHOOL_B, HISTORY, FAKE_LMS_PLATFORMS };

typedef struct fake_lms_t {
    apr_pool_t   *pool;
    fake_env_t   *fake;
    lz_env_t     *env;
    lz_site_t     site;
    apr_table_t  *jar;              /* the browser's cookies */
    EVP_PKEY    *const *keys;       /* FAKE_LMS_KEYS of them */
} fake_lms_t;

/* What the browser carries to the platform. */
typedef struct fake_login_t {
    const lz_platform_t *platform;
    const lz_login_redirect_t *redirect;
    const lz_form_t *query;         /* of the redirect */
    const char      *state;
    const char      *nonce;
} fake_login_t;

int lms_group_setup(void **state);
int lms_group_teardown(void **state);
int lms_setup(void **state);
int lms_teardown(void **state);

#define lms_test(function) cmocka_unit_test_setup_teardown(function, lms_setup, lms_teardown)

const lz_platform_t *lms_platform(const fake_lms_t *lms, int platform);

/* A form of name, value pairs ended by NULL; pairs whose value is NULL are left out. */
const lz_form_t *lms_form(apr_pool_t *pool, ...) __attribute__((sentinel));

/* A good login at a platform, as its POST is; its cookie lies in the jar. */
fake_login_t lms_login(fake_lms_t *lms, int platform);

/* The claims of a good launch of that login: an instructor in a course. Lives in lms->pool. */
json_object *lms_claims(const fake_lms_t *lms, const fake_login_t *login);

/* Replaces a claim by a JSON text, or removes it (NULL). */
void lms_set(json_object *claims, const char *name, const char *json);

/* A compact JWS of both texts, signed with RS256 by that key. */
const char *lms_sign(const fake_lms_t *lms, int key, const char *header, const char *claims);

/* claims signed as the login's platform does. */
const char *lms_token(const fake_lms_t *lms, const fake_login_t *login, json_object *claims);

/* {"keys":[...]} with one key of each kid: index, kid, ..., -1. */
const char *lms_jwks(const fake_lms_t *lms, ...);

/* The platform's key set is to be had, from now on. */
void lms_publish(fake_lms_t *lms, int platform, const char *jwks);

/* The browser posts token and state; what lz_launch_verify() says. *launch is set on success. */
const lz_problem_t *lms_launch(fake_lms_t *lms, const char *token, const char *state,
                               lz_launch_t **launch);

/* The same with good claims signed by the platform, one of which is replaced (NULL: none). */
const lz_problem_t *lms_launch_with(fake_lms_t *lms, const fake_login_t *login, const char *claim,
                                    const char *json, lz_launch_t **launch);

/* A launch at Moodle with one claim replaced, which must succeed. */
lz_launch_t *lms_good_launch(fake_lms_t *lms, const char *claim, const char *json);

/* One that must be refused; the same login must still launch afterwards: nothing was burnt. */
void lms_refused(fake_lms_t *lms, const char *claim, const char *json, lz_problem_id_e id,
                 const char *phrase);

typedef struct fake_refusal_t {
    const char     *claim;
    const char     *json;           /* NULL: the claim is absent */
    lz_problem_id_e id;
    const char     *phrase;         /* in the cause */
} fake_refusal_t;

void lms_all_refused(fake_lms_t *lms, const fake_refusal_t *rows, size_t n);

#define LMS_ALL_REFUSED(lms, rows) lms_all_refused(lms, rows, sizeof(rows) / sizeof(rows[0]))

/* Fails the test unless problem is that, with phrase in its cause. */
void assert_problem(const lz_problem_t *problem, lz_problem_id_e id, const char *phrase);

/* Fails the test, with the cause, unless there is none. */
void assert_no_problem(const lz_problem_t *problem);

#endif
