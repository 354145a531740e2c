/* SPDX-License-Identifier: Apache-2.0 */
/* What is explained, for explain*.c alone: the message, the site it came to, and the account. */
#ifndef LZ_COMMAND_EXPLAIN_H
#define LZ_COMMAND_EXPLAIN_H

#include "../base/form.h"
#include "../lti/launch.h"
#include "offline.h"
#include "steps.h"

typedef struct lz_explain_t {
    lz_steps_t        steps;
    lz_env_t          env;
    lz_offline_site_t site;
    const lz_form_t  *form;
    int               bare_token;       /* the form is an id_token and nothing else */
    int               has_keys;         /* env answers with a key set */
    const char       *cookies;          /* of --cookie; NULL: not given */
    const char       *platform_name;    /* of /login/{platform}, or NULL */
    const char       *raw_query;        /* of the address of a launch, "" when none */
} lz_explain_t;

/* A login initiation. */
void lz_explain_login(lz_explain_t *explain);

/* A launch of LTI 1.3, or the platform's error answer. */
void lz_explain_launch(lz_explain_t *explain);

/* A launch of LTI 1.1. */
void lz_explain_launch_v1(lz_explain_t *explain);

/* Says who would arrive where. */
void lz_explain_arrival(lz_explain_t *explain, const lz_launch_t *launch);

#endif
