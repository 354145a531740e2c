/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message of LTI 1.1 as the fake LMSs send it, which a test bends before or after it is signed.
 */
#ifndef LZ_TEST_MESSAGE_V1_H
#define LZ_TEST_MESSAGE_V1_H

#include "fake_lms.h"

#include "lti/launch_v1.h"

typedef struct message_v1_t {
    fake_lms_t         *lms;
    apr_array_header_t *pairs;      /* lz_form_pair_t: the body */
    const char         *query;      /* of the URL, raw, "" when none */
} message_v1_t;

/* A good launch of an instructor by the consumer "12345" of the platform history, not signed. */
message_v1_t message_v1(fake_lms_t *lms);

/* Replaces a parameter, adds it where it is new, or removes it (NULL). */
void message_v1_set(message_v1_t *message, const char *name, const char *value);

/* Adds one, whatever stands there already. */
void message_v1_add(message_v1_t *message, const char *name, const char *value);

const char *message_v1_get(const message_v1_t *message, const char *name);

/* Sets oauth_signature by the message's own method, for TARGET. */
void message_v1_sign(message_v1_t *message, const char *secret);

/* What lz_launch_v1_verify() says of the message as it is. */
const lz_problem_t *message_v1_post(const message_v1_t *message, lz_launch_t **launch);

#endif
