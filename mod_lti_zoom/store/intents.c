/* SPDX-License-Identifier: Apache-2.0 */
#include "intents.h"

#include <string.h>

#include "statement.h"

#define PURGE_ROWS "50"

static const char *const state_names[] = {
    [LZ_INTENT_SENT] = "sent",
    [LZ_INTENT_DONE] = "done",
    [LZ_INTENT_REFUSED] = "refused",
    [LZ_INTENT_UNSEEN] = "unseen",
    [LZ_INTENT_UNCERTAIN] = "uncertain"
};

static lz_intent_state_e state_of(const char *name)
{
    for (int i = LZ_INTENT_SENT; i < LZ_INTENT_UNCERTAIN; i++) {
        if (strcmp(state_names[i], name) == 0) {
            return (lz_intent_state_e)i;
        }
    }
    return LZ_INTENT_UNCERTAIN;     /* the most careful one */
}

/* In the order of the columns that INTENT_COLUMNS of statements.def names. */
static void read_intent(const lz_rows_t *rows, lz_intent_t *intent)
{
    *intent = (lz_intent_t){
        .key = lz_rows_text(rows, 0),
        .course = lz_rows_text(rows, 1),
        .body = lz_rows_text(rows, 2),
        .account = lz_rows_text(rows, 3),
        .host_id = lz_rows_text(rows, 4),
        .topic = lz_rows_text(rows, 5),
        .starts_at = lz_rows_number(rows, 6),
        .duration = (int)lz_rows_number(rows, 7),
        .timezone = lz_rows_text(rows, 8),
        .state = state_of(lz_rows_text(rows, 9)),
        .state_until = lz_rows_number(rows, 10),
        .meeting_id = lz_rows_text(rows, 11),
        .answer = lz_rows_text(rows, 12),
        .created_at = lz_rows_number(rows, 13),
        .person = lz_rows_text(rows, 14),
        .host_name = lz_rows_text(rows, 15),
        .sections = lz_rows_text(rows, 16)
    };
}

static apr_array_header_t *read_intents(lz_rows_t *rows)
{
    apr_array_header_t *intents = apr_array_make(rows->store->env->pool, 2, sizeof(lz_intent_t));
    while (lz_rows_next(rows)) {
        read_intent(rows, apr_array_push(intents));
    }
    return intents;
}

const lz_problem_t *lz_store_add_intent(lz_store_t *store, const lz_intent_t *intent, int *added)
{
    const char *expired = lz_sql_number(store,
                                        lz_now(store->env->clock) - LZ_INTENT_LIFETIME);
    const lz_problem_t *problem = lz_store_change(store, LZ_SQL_INTENT_EXPIRE, NULL, expired,
                                                  intent->key, expired, PURGE_ROWS);
    if (problem) {
        return problem;
    }
    int count = 0;
    problem = lz_store_change(store, LZ_SQL_INTENT_ADD, &count, intent->key, intent->course,
                              intent->body, intent->account, intent->host_id, intent->topic,
                              lz_sql_number(store, intent->starts_at),
                              lz_sql_number(store, intent->duration), intent->timezone,
                              state_names[intent->state],
                              lz_sql_number(store, intent->state_until), intent->meeting_id,
                              intent->answer, lz_sql_number(store, intent->created_at),
                              intent->person, intent->host_name, intent->sections);
    *added = count == 1;
    return problem;
}

const lz_problem_t *lz_store_get_intent(lz_store_t *store, const char *key, lz_intent_t **intent)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_INTENT_GET, &rows, key);
    if (problem) {
        return problem;
    }
    apr_array_header_t *found = read_intents(&rows);
    *intent = found->nelts ? &APR_ARRAY_IDX(found, 0, lz_intent_t) : NULL;
    return NULL;
}

const lz_problem_t *lz_store_claim_intent(lz_store_t *store, const lz_intent_t *intent,
                                          const lz_intent_t *before, int *claimed)
{
    int count = 0;
    const lz_problem_t *problem =
        lz_store_change(store, LZ_SQL_INTENT_CLAIM, &count, intent->body, intent->host_id,
                        intent->topic, lz_sql_number(store, intent->starts_at),
                        lz_sql_number(store, intent->duration), intent->timezone,
                        state_names[intent->state], lz_sql_number(store, intent->state_until),
                        lz_sql_number(store, intent->created_at), intent->host_name,
                        intent->sections, intent->key,
                        state_names[before->state], lz_sql_number(store, before->state_until));
    *claimed = count == 1;
    return problem;
}

const lz_problem_t *lz_store_settle_intent(lz_store_t *store, const lz_intent_t *intent)
{
    return lz_store_change(store, LZ_SQL_INTENT_SETTLE, NULL, state_names[intent->state],
                           lz_sql_number(store, intent->state_until), intent->meeting_id,
                           intent->answer, intent->key);
}

const lz_problem_t *lz_store_drop_intent(lz_store_t *store, const char *key)
{
    return lz_store_change(store, LZ_SQL_INTENT_DROP, NULL, key);
}

const lz_problem_t *lz_store_open_intents(lz_store_t *store, const char *account, int most,
                                          apr_array_header_t **intents)
{
    const apr_time_t now = lz_now(store->env->clock);
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_INTENTS_OPEN, &rows, account,
                                                  lz_sql_number(store, now),
                                                  lz_sql_number(store, now - LZ_INTENT_LIFETIME),
                                                  lz_sql_number(store, most));
    if (!problem) {
        *intents = read_intents(&rows);
    }
    return problem;
}

const lz_problem_t *lz_store_expire_intents(lz_store_t *store, int most, int *removed)
{
    const apr_time_t before = lz_now(store->env->clock) - LZ_INTENT_LIFETIME;
    return lz_store_change(store, LZ_SQL_INTENTS_EXPIRED, removed, lz_sql_number(store, before),
                           lz_sql_number(store, most));
}

const lz_problem_t *lz_store_uncertain_intents(lz_store_t *store, const char *course,
                                               const char *account, apr_time_t since,
                                               apr_array_header_t **intents)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_INTENTS_UNCERTAIN, &rows, course,
                                                  account, lz_sql_number(store, since));
    if (!problem) {
        *intents = read_intents(&rows);
    }
    return problem;
}
