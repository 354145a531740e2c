/* SPDX-License-Identifier: Apache-2.0 */
#include "people.h"

#include <string.h>

#include "../base/json.h"
#include "../base/names.h"
#include "../base/timestamp.h"
#include "arrivals.h"
#include "members.h"
#include "statement.h"

#define COLUMNS_MAX 8

/* What a column holds; an instant that never was, and an empty text, are null. */
typedef enum kind_e {
    TEXT,
    NUMBER,
    INSTANT,
    NAMES           /* a set of base/names.h */
} kind_e;

typedef struct column_t {
    const char *name;
    kind_e      kind;
} column_t;

typedef struct table_t {
    const char     *name;
    lz_statement_e  statement;              /* takes the person */
    column_t        columns[COLUMNS_MAX];   /* ended by a name that is NULL */
} table_t;

static const table_t tables[] = {
    { "people", LZ_SQL_PERSON_EXPORT,
      { { "platform", TEXT }, { "subject", TEXT }, { "name", TEXT }, { "email", TEXT },
        { "seen_at", INSTANT } } },
    { "courses", LZ_SQL_PERSON_COURSES,
      { { "course", TEXT }, { "title", TEXT }, { "role", NUMBER }, { "signed_out_at", INSTANT },
        { "seen_at", INSTANT }, { "sections", NAMES }, { "section_ids", NAMES } } },
    { "meetings_added", LZ_SQL_PERSON_ADDED,
      { { "course", TEXT }, { "title", TEXT }, { "meeting_id", TEXT }, { "added_at", INSTANT } } },
    { "settings_changed", LZ_SQL_PERSON_SET,
      { { "course", TEXT }, { "name", TEXT }, { "changed_at", INSTANT } } },
    { "meetings_wished", LZ_SQL_PERSON_WISHES,
      { { "course", TEXT }, { "topic", TEXT }, { "meeting_id", TEXT }, { "state", TEXT },
        { "created_at", INSTANT } } },
    { "recordings_published", LZ_SQL_PERSON_PUBLISHED,
      { { "course", TEXT }, { "uuid", TEXT }, { "published", NUMBER },
        { "changed_at", INSTANT } } },
    { "audit", LZ_SQL_PERSON_AUDIT,
      { { "course", TEXT }, { "action", TEXT }, { "subject", TEXT }, { "detail", TEXT },
        { "happened_at", INSTANT } } },
    { "calendars", LZ_SQL_PERSON_FEEDS,
      { { "kind", TEXT }, { "course", TEXT }, { "made_at", INSTANT } } },
};

/* Each takes the person alone. */
static const lz_statement_e erasures[] = {
    LZ_SQL_PERSON_ERASE, LZ_SQL_PERSON_ERASE_FEEDS, LZ_SQL_PERSON_ERASE_ADDED,
    LZ_SQL_PERSON_ERASE_WISHES,
    LZ_SQL_PERSON_ERASE_SET, LZ_SQL_PERSON_ERASE_PUBLISHED, LZ_SQL_PERSON_ERASE_AUDIT
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static json_object *array_of(apr_pool_t *pool, const char *names)
{
    const apr_array_header_t *list = lz_names_list(pool, names);
    json_object *array = json_object_new_array();
    for (int i = 0; i < list->nelts; i++) {
        lz_json_push(array, json_object_new_string(APR_ARRAY_IDX(list, i, const char *)));
    }
    return array;
}

static json_object *value_of(const lz_rows_t *rows, int column, kind_e kind)
{
    const char *text = lz_rows_text(rows, column);
    if (kind == NAMES) {
        return array_of(rows->store->env->pool, text);
    }
    const apr_int64_t number = kind == TEXT ? 0 : lz_rows_number(rows, column);
    if (kind == NUMBER) {
        return json_object_new_int64(number);
    }
    if (kind == INSTANT) {
        return number > 0 ? json_object_new_string(lz_timestamp(rows->store->env->pool, number))
                          : NULL;
    }
    return *text ? json_object_new_string(text) : NULL;
}

static const lz_problem_t *export_table(lz_store_t *store, const table_t *table,
                                        const char *person, json_object *all)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, table->statement, &rows, person);
    json_object *list = problem ? NULL : json_object_new_array();
    while (list && lz_rows_next(&rows)) {
        json_object *row = json_object_new_object();
        for (int i = 0; i < COLUMNS_MAX && table->columns[i].name; i++) {
            lz_json_put(row, table->columns[i].name, value_of(&rows, i, table->columns[i].kind));
        }
        lz_json_push(list, row);
    }
    if (list) {
        lz_json_put(all, table->name, list);
    }
    return problem;
}

const lz_problem_t *lz_store_export_person(const lz_env_t *env, const char *person,
                                           json_object **rows)
{
    lz_store_t *store = NULL;
    json_object *all = json_object_new_object();
    const lz_problem_t *problem = lz_store_open(env, &store);
    for (size_t i = 0; !problem && i < COUNT(tables); i++) {
        problem = export_table(store, &tables[i], person, all);
    }
    lz_store_close(store);
    if (problem) {
        json_object_put(all);
        return problem;
    }
    *rows = all;
    return NULL;
}

static const lz_problem_t *read_courses(lz_store_t *store, const char *person,
                                        apr_array_header_t *courses)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_PERSON_COURSES, &rows, person);
    while (!problem && lz_rows_next(&rows)) {
        APR_ARRAY_PUSH(courses, const char *) = lz_rows_text(&rows, 0);
    }
    return problem;
}

static const lz_problem_t *erase(lz_store_t *store, const char *person,
                                 apr_array_header_t *courses)
{
    const lz_problem_t *problem = lz_store_begin(store);
    if (!problem) {
        problem = read_courses(store, person, courses);
    }
    for (size_t i = 0; !problem && i < COUNT(erasures); i++) {
        problem = lz_store_change(store, erasures[i], NULL, person);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_PERSON_END_SESSIONS, NULL,
                                  lz_sql_number(store, lz_now(store->env->clock)), person);
    }
    return problem ? problem : lz_store_commit(store);
}

const lz_problem_t *lz_store_erase_person(const lz_env_t *env, const char *person,
                                          const apr_array_header_t **courses)
{
    lz_store_t *store = NULL;
    apr_array_header_t *opened = apr_array_make(env->pool, 8, sizeof(const char *));
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = erase(store, person, opened);
    }
    for (int i = 0; !problem && i < opened->nelts; i++) {
        lz_store_member_remember(store, APR_ARRAY_IDX(opened, i, const char *), person);
    }
    lz_store_close(store);
    if (problem) {
        return problem;
    }
    lz_store_forget_arrival(env, person);
    *courses = opened;
    return NULL;
}

const lz_problem_t *lz_store_purge_erased(lz_store_t *store)
{
    const apr_time_t over = lz_now(store->env->clock) - LZ_ERASED_REMEMBERED;
    return lz_store_change(store, LZ_SQL_MEMBER_PURGE_ERASED, NULL, lz_sql_number(store, over));
}
