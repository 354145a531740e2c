/* SPDX-License-Identifier: Apache-2.0 */
#include "form_people.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "meeting_form_table.h"

#define PEOPLE_MAX 50           /* who are looked up for one form */

/* Why this one cannot be an alternative host, a sentence; NULL when they can, or it is unknown. */
static const char *unfit(apr_pool_t *pool, const lz_person_found_t *found)
{
    const lz_problem_t *problem = found->problem;
    if (problem && problem->id == LZ_P_ZOOM_USER_INACTIVE) {
        return apr_psprintf(pool, "The Zoom user of %s is not active.", found->address);
    }
    if (lz_person_is_unknown(problem)) {
        return apr_psprintf(pool, "%s has no Zoom user in your university's account.",
                            found->address);
    }
    if (!problem && !found->person->licensed) {
        return apr_psprintf(pool, "%s has a Basic Zoom user, and alternative hosts need a licence.",
                            found->address);
    }
    return NULL;
}

static lz_person_found_t *look_up(const lz_env_t *env, const lz_account_t *account,
                                  const apr_array_header_t *addresses)
{
    const apr_size_t n = (apr_size_t)addresses->nelts;
    lz_person_found_t *found = apr_pcalloc(env->pool, (n + 1) * sizeof(*found));
    for (int i = 0; i < addresses->nelts; i++) {
        found[i].address = APR_ARRAY_IDX(addresses, i, const char *);
    }
    lz_persons_find(env, account, found, addresses->nelts);
    return found;
}

const lz_problem_t *lz_alternative_hosts_check(const lz_env_t *env, const lz_account_t *account,
                                               const apr_array_header_t *addresses,
                                               const char **wrong)
{
    const lz_person_found_t *found = look_up(env, account, addresses);
    const lz_problem_t *problem = NULL;
    const char *all = "";
    for (int i = 0; i < addresses->nelts; i++) {
        const char *why = unfit(env->pool, &found[i]);
        if (why) {
            all = apr_pstrcat(env->pool, all, why, " ", NULL);
        } else if (found[i].problem) {
            problem = found[i].problem;
        }
    }
    *wrong = *all ? apr_pstrcat(env->pool, all, "Take such addresses out, or ask your IT team for "
                                "a licence.", NULL)
                  : NULL;
    return problem;
}

const lz_problem_t *lz_alternative_host_view(const lz_env_t *env, const lz_account_t *account,
                                             const char *address, json_object **view)
{
    const apr_array_header_t *one = lz_form_addresses(env->pool, address ? address : "");
    if (one->nelts != 1 || !lz_form_is_address(APR_ARRAY_IDX(one, 0, const char *))) {
        lz_problem_t *problem = lz_problem(env->pool, LZ_P_FIELDS, "no e-mail address was asked "
                                           "about");
        lz_problem_field(env->pool, problem, "email", "Write one whole e-mail address.");
        return problem;
    }
    const lz_person_found_t *found = look_up(env, account, one);
    const char *why = unfit(env->pool, found);
    if (found->problem && !why) {
        return found->problem;
    }
    *view = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put_string(*view, "email", found->address);
    lz_json_put_string(*view, "name", found->person ? found->person->name : "");
    lz_json_put_bool(*view, "ok", !why);
    lz_json_put_string(*view, "message", why ? why : "");
    return NULL;
}

const char *lz_alternative_hosts_among(const lz_env_t *env, const lz_account_t *account,
                                       json_object *people, const char *host_email,
                                       const char **left_out)
{
    apr_array_header_t *addresses = apr_array_make(env->pool, 8, sizeof(const char *));
    apr_array_header_t *fit = apr_array_make(env->pool, 8, sizeof(const char *));
    const size_t n = people ? json_object_array_length(people) : 0;
    *left_out = "";
    for (size_t i = 0; i < n && addresses->nelts < PEOPLE_MAX; i++) {
        const char *email = lz_form_text(json_object_array_get_idx(people, i), "email");
        const apr_array_header_t *one = lz_form_addresses(env->pool, email);
        if (one->nelts == 1 && lz_form_is_address(APR_ARRAY_IDX(one, 0, const char *))
            && strcasecmp(email, host_email) != 0) {
            APR_ARRAY_PUSH(addresses, const char *) = APR_ARRAY_IDX(one, 0, const char *);
        }
    }
    const lz_person_found_t *found = look_up(env, account, addresses);
    for (int i = 0; i < addresses->nelts; i++) {
        if (found[i].person && found[i].person->licensed) {
            APR_ARRAY_PUSH(fit, const char *) = found[i].address;
        } else if (unfit(env->pool, &found[i])) {
            *left_out = apr_pstrcat(env->pool, *left_out, **left_out ? ", " : "",
                                    found[i].address, NULL);
        }
    }
    return lz_form_join_addresses(env->pool, fit);
}

json_object *lz_schedule_for_list(const lz_env_t *env, const lz_account_t *account,
                                  json_object *schedulers)
{
    apr_array_header_t *addresses = apr_array_make(env->pool, 8, sizeof(const char *));
    json_object *list = json_object_new_array();
    const size_t n = schedulers ? json_object_array_length(schedulers) : 0;
    for (size_t i = 0; i < n && addresses->nelts < PEOPLE_MAX; i++) {
        const char *email = lz_form_text(json_object_array_get_idx(schedulers, i), "email");
        if (*email) {
            APR_ARRAY_PUSH(addresses, const char *) = email;
        }
    }
    const lz_person_found_t *found = look_up(env, account, addresses);
    for (int i = 0; i < addresses->nelts; i++) {
        const char *name = found[i].person ? found[i].person->name : "";
        json_object *one = json_object_new_object();
        lz_json_put_string(one, "email", found[i].address);
        lz_json_put_string(one, "name", *name ? name : found[i].address);
        lz_json_push(list, one);
    }
    return list;
}
