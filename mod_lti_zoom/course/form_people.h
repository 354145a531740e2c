/* SPDX-License-Identifier: Apache-2.0 */
/* Other people in a meeting form: alternative hosts, and whom one schedules for. */
#ifndef LZ_COURSE_FORM_PEOPLE_H
#define LZ_COURSE_FORM_PEOPLE_H

#include "host_setup.h"

/*
 * Whether each address can be an alternative host: an active, licensed user of the account. *wrong
 * is a sentence that names each who cannot and says what to do, NULL when all can. The problem of
 * whom Zoom could not be asked about.
 */
const lz_problem_t *lz_alternative_hosts_check(const lz_env_t *env, const lz_account_t *account,
                                               const apr_array_header_t *addresses,
                                               const char **wrong)
    __attribute__((warn_unused_result));

/*
 * The same of one, for the picker: {email, name, ok, message}, tied to env->pool; message "" when
 * ok. LZ_P_FIELDS (email) for what is no address.
 */
const lz_problem_t *lz_alternative_host_view(const lz_env_t *env, const lz_account_t *account,
                                             const char *address, json_object **view)
    __attribute__((warn_unused_result));

/*
 * Of people [{name, email}] (may be NULL) those who can, but not the one of host_email: addresses
 * with ";" between them, and in *left_out the names of the others, separated by ", "; "" for none.
 */
const char *lz_alternative_hosts_among(const lz_env_t *env, const lz_account_t *account,
                                       json_object *people, const char *host_email,
                                       const char **left_out);

/*
 * schedule_for[{email, name}] of the JSON from Zoom's schedulers, not adopted; where Zoom does not
 * tell a name it is the address.
 */
json_object *lz_schedule_for_list(const lz_env_t *env, const lz_account_t *account,
                                  json_object *schedulers);

#endif
