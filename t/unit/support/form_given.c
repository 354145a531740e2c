/* SPDX-License-Identifier: Apache-2.0 */
#include "form_given.h"

#include <string.h>

#include <apr_strings.h>

json_object *form_parse(apr_pool_t *pool, const char *text)
{
    const char *reason = "";
    json_object *json = lz_json_parse(pool, text, strlen(text), LZ_JSON_OBJECT, &reason);
    if (!json) {
        fail_msg("%s: %s", reason, text);
    }
    return json;
}

const lz_problem_t *form_read(apr_pool_t *pool, const given_t *given,
                                      lz_meeting_form_t *form)
{
    const lz_form_terms_t terms = {
        .mode = given->mode,
        .now = FORM_NOW,
        .options = given->options ? form_parse(pool, given->options) : NULL,
        .before = given->before ? form_parse(pool, given->before) : NULL,
        .host_email = "amara@example.edu"
    };
    return lz_form_read(pool, &terms, form_parse(pool, given->sent), form);
}

const char *form_wrong_fields(apr_pool_t *pool, const lz_problem_t *problem)
{
    const char *names = "";
    const apr_array_header_t *fields = problem ? apr_table_elts(problem->fields) : NULL;
    for (int i = 0; fields && i < fields->nelts; i++) {
        const apr_table_entry_t *field = &APR_ARRAY_IDX(fields, i, apr_table_entry_t);
        const size_t length = strlen(field->val);
        assert_true(length > 0 && (strchr(".*", field->val[length - 1])));
        names = apr_pstrcat(pool, names, *names ? " " : "", field->key, NULL);
    }
    return names;
}

lz_meeting_form_t form_accepted(apr_pool_t *pool, const given_t *given)
{
    lz_meeting_form_t form;
    const lz_problem_t *problem = form_read(pool, given, &form);
    if (problem) {
        const apr_array_header_t *fields = apr_table_elts(problem->fields);
        const apr_table_entry_t *first = &APR_ARRAY_IDX(fields, 0, apr_table_entry_t);
        fail_msg("%s: %s: %s", given->sent, first->key, first->val);
    }
    return form;
}

lz_meeting_form_t form_of(apr_pool_t *pool, const char *text)
{
    const given_t given = { LZ_FORM_CREATE, NULL, NULL, text };
    return form_accepted(pool, &given);
}
