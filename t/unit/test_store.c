/* SPDX-License-Identifier: Apache-2.0 */
/* The database: schema, transactions, what a launch leaves, and bad weather, on each engine. */
#include "support/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "store/courses.h"
#include "store/intents.h"
#include "store/statement.h"
#include "support/store_world.h"

static void assert_newest(real_db_t *db)
{
    static const int versions[] = {
#define LZ_SCHEMA_STEP(version, sql) version,
#define LZ_SCHEMA_STEP_OF(version, driver, sql) version,
#include "store/schema.def"
#undef LZ_SCHEMA_STEP
#undef LZ_SCHEMA_STEP_OF
    };
    const int newest = versions[sizeof(versions) / sizeof(versions[0]) - 1];
    assert_int_equal(atoi(real_db_value(db, "SELECT version FROM lti_zoom_schema")), newest);
}

static void makes_the_schema(apr_pool_t *pool, real_db_t *db)
{
    lz_store_t *store = NULL;
    assert_null(lz_store_open(store_env(pool, db), &store));
    lz_store_close(store);
    assert_newest(db);
    assert_int_equal(db->ready, 1);

    real_db_t *other = real_db_twin(pool, db);
    assert_null(lz_store_open(store_env(pool, other), &store));
    lz_store_close(store);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_schema"), "1");
    assert_int_equal(other->lent, 0);
}

static void works_with_a_newer_schema(apr_pool_t *pool, real_db_t *db)
{
    lz_store_t *store = NULL;
    assert_null(lz_store_open(store_env(pool, db), &store));
    lz_store_close(store);
    real_db_execute(db, "UPDATE lti_zoom_schema SET version = 99");
    real_db_t *other = real_db_twin(pool, db);
    const lz_arrival_t who = arrival("n");
    assert_int_equal(arrive(store_env(pool, other), &who), 1);
    assert_string_equal(real_db_value(db, "SELECT version FROM lti_zoom_schema"), "99");
}

/* The steps up to a version alone, as an older module has taken them. */
static void make_old_schema(real_db_t *db, int version)
{
    static const struct { int version; const char *driver; const char *sql; } steps[] = {
#define LZ_SCHEMA_STEP(version, sql) { version, NULL, sql },
#define LZ_SCHEMA_STEP_OF(version, driver, sql) { version, driver, sql },
#include "store/schema.def"
#undef LZ_SCHEMA_STEP
#undef LZ_SCHEMA_STEP_OF
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        const int ours = !steps[i].driver || strcmp(steps[i].driver, db->driver) == 0;
        if (ours && steps[i].version <= version) {
            real_db_execute(db, steps[i].sql);
        }
    }
    real_db_execute(db, "CREATE TABLE lti_zoom_schema (version BIGINT NOT NULL)");
    real_db_execute(db, version == 1 ? "INSERT INTO lti_zoom_schema (version) VALUES (1)"
                                     : "INSERT INTO lti_zoom_schema (version) VALUES (14)");
}

/* A database that an older module has made and filled. */
static void brings_an_older_schema_up_to_date(apr_pool_t *pool, real_db_t *db)
{
    lz_course_row_t *course = NULL;
    make_old_schema(db, 1);
    real_db_execute(db, "INSERT INTO lti_zoom_course (course, platform, deployment_id, context_id,"
                        " title, seen_at) VALUES ('old', 'p', '7', '41', 'Old course', 1)");
    real_db_t *other = real_db_twin(pool, db);
    assert_null(lz_store_course(store_env(pool, other), "old", &course));
    assert_newest(other);
    assert_non_null(course);
    assert_string_equal(course->deployment_id, "7");
    assert_string_equal(course->roster_url, "");
}

/* For whom a meeting was stays so when it is kept elsewhere. */
static void keeps_sections_where_they_were_a_table(apr_pool_t *pool, real_db_t *db)
{
    lz_course_row_t *course = NULL;
    make_old_schema(db, 14);
    real_db_execute(db, "INSERT INTO lti_zoom_course_meeting"
                        " (course, account, meeting_id, added_by, added_at)"
                        " VALUES ('c', 'a', '1', 'p', 1), ('c', 'a', '2', 'p', 1),"
                        " ('d', 'a', '1', 'p', 1)");
    real_db_execute(db, "INSERT INTO lti_zoom_section (course, account, meeting_id, name)"
                        " VALUES ('c', 'a', '1', 'Monday'), ('c', 'a', '1', 'Friday')");
    real_db_t *other = real_db_twin(pool, db);
    assert_null(lz_store_course(store_env(pool, other), "c", &course));
    assert_newest(other);
    const char *limited = real_db_value(other, "SELECT sections FROM lti_zoom_course_meeting"
                                               " WHERE course = 'c' AND meeting_id = '1'");
    assert_true(strcmp(limited, "Monday\nFriday") == 0 || strcmp(limited, "Friday\nMonday") == 0);
    assert_string_equal(real_db_value(other, "SELECT count(*) FROM lti_zoom_course_meeting"
                                             " WHERE sections = ''"), "2");
}

/* In a process of its own: the exit status tells how often the same launch was the first. */
static int child_arrives(apr_pool_t *pool, real_db_t *db, int gate)
{
    char byte;
    int outcome = 60;
    apr_pool_create(&pool, pool);
    real_db_t *own = real_db_twin(pool, db);
    lz_env_t *env = store_env(pool, own);
    const lz_arrival_t who = arrival("the same for all");
    int first = 0;
    if (read(gate, &byte, 1) != 0) {
        return 50;
    }
    const lz_problem_t *problem = lz_store_arrive(env, &who, &first);
    if (problem) {
        fprintf(stderr, "# %s\n", problem->cause);
    } else {
        outcome = first;
    }
    apr_pool_destroy(pool);     /* with its connections */
    return outcome;
}

static void starts_in_many_processes_at_once(apr_pool_t *pool, real_db_t *db)
{
    enum { PROCESSES = 6 };
    int gate[2];
    pid_t children[PROCESSES];
    assert_int_equal(pipe(gate), 0);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            close(gate[1]);
            _exit(child_arrives(pool, db, gate[0]));
        }
    }
    close(gate[0]);
    close(gate[1]);     /* all go */
    int firsts = 0;
    for (int i = 0; i < PROCESSES; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_in_range(WEXITSTATUS(status), 0, 1);
        firsts += WEXITSTATUS(status);
    }
    assert_int_equal(firsts, 1);
    assert_newest(db);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_nonce"), "1");
}

static void remembers_a_launch(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("n1");
    assert_int_equal(arrive(env, &who), 1);
    assert_int_equal(arrive(env, &who), 0);
    who.client_id = "another tool";
    assert_int_equal(arrive(env, &who), 1);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_course"), "1");
    assert_string_equal(real_db_value(db, "SELECT title FROM lti_zoom_course"),
                        "Organic Chemistry II");
    assert_string_equal(real_db_value(db, "SELECT email FROM lti_zoom_person"),
                        "amara@example.edu");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_nonce"), "2");
    assert_string_equal(real_db_value(db, "SELECT max(expires_at) FROM lti_zoom_nonce"),
                        apr_psprintf(pool, "%" APR_TIME_T_FMT, who.nonce_expires));
}

static const char *seen(real_db_t *db)
{
    return real_db_value(db, "SELECT seen_at FROM lti_zoom_person");
}

static void writes_rows_only_when_they_change(apr_pool_t *pool, real_db_t *db)
{
    fake_env_t *fake = fake_env_create(pool);
    fake->env.db = &db->db;
    lz_arrival_t who = arrival("n1");
    assert_int_equal(arrive(&fake->env, &who), 1);
    const char *at_first = seen(db);

    fake_clock_advance(fake->clock, apr_time_from_sec(3600));
    who = arrival("n2");
    who.title = "100% \xc3\x84pfel";
    assert_int_equal(arrive(&fake->env, &who), 1);
    assert_string_equal(seen(db), at_first);
    assert_string_equal(real_db_value(db, "SELECT title FROM lti_zoom_course"),
                        "100% \xc3\x84pfel");

    fake_clock_advance(fake->clock, apr_time_from_sec(24 * 3600));
    who = arrival("n3");
    assert_int_equal(arrive(&fake->env, &who), 1);
    assert_string_not_equal(seen(db), at_first);
}

static void removes_expired_nonces(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("old");
    who.nonce_expires = FAKE_CLOCK_START - 1;
    assert_int_equal(arrive(env, &who), 1);
    who = arrival("");
    int left = 1;
    /* Each launch has its chance of 1 in 16: 1500 without one come once in 10^42 runs. */
    for (int i = 0; left && i < 1500; i++) {
        who.nonce = apr_psprintf(pool, "n%d", i);
        assert_int_equal(arrive(env, &who), 1);
        left = atoi(real_db_value(db, apr_psprintf(pool,
            "SELECT count(*) FROM lti_zoom_nonce WHERE expires_at < %" APR_TIME_T_FMT,
            (apr_time_t)FAKE_CLOCK_START)));
    }
    assert_int_equal(left, 0);
    who.nonce = "n0";
    assert_int_equal(arrive(env, &who), 0);
}

/* SQLite's prepared statements break for good when another process changes the schema. */
static void outlives_a_change_of_the_schema(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("n1");
    assert_int_equal(arrive(env, &who), 1);
    real_db_t *other = real_db_twin(pool, db);
    real_db_execute(other, "CREATE TABLE lti_zoom_later (a TEXT NOT NULL)");
    who = arrival("n2");
    assert_int_equal(arrive(env, &who), 1);
    who = arrival("n3");
    assert_int_equal(arrive(env, &who), 1);
    assert_int_equal(db->opened, 1);
}

static void undoes_a_unit_that_fails(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("n1");
    int first = -1;
    assert_int_equal(arrive(env, &who), 1);
    real_db_execute(db, "ALTER TABLE lti_zoom_person RENAME TO lti_zoom_away");
    who = arrival("n2");
    who.person = "person-2";
    const lz_problem_t *problem = lz_store_arrive(env, &who, &first);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_DATABASE);
    assert_non_null(strstr(problem->cause, "lti_zoom_person"));
    assert_null(strchr(problem->cause, '\n'));
    assert_int_equal(first, -1);
    assert_int_equal(db->lent, 0);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_nonce"), "1");

    real_db_execute(db, "ALTER TABLE lti_zoom_away RENAME TO lti_zoom_person");
    assert_int_equal(arrive(env, &who), 1);
}

static void says_when_the_database_is_locked(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("n1");
    int first = -1;
    assert_int_equal(arrive(env, &who), 1);
    real_db_t *other = real_db_twin(pool, db);
    int sqlite = strcmp(db->driver, "sqlite3") == 0;
    real_db_execute(other, sqlite ? "BEGIN EXCLUSIVE" : "BEGIN");
    if (!sqlite) {
        real_db_execute(other, "LOCK TABLE lti_zoom_nonce");
    }
    who = arrival("n2");
    const lz_problem_t *problem = lz_store_arrive(env, &who, &first);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_DATABASE_BUSY);
    assert_int_equal(problem->retry_after, 1);
    assert_int_equal(db->lent, 0);
    real_db_execute(other, "ROLLBACK");
    assert_int_equal(arrive(env, &who), 1);
}

/* As on a disk mounted read-only: what stands can be read, and a write says so. */
static void reads_from_a_read_only_database(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("n1");
    int first = -1;
    assert_int_equal(arrive(env, &who), 1);

    real_db_t *other = real_db_twin(pool, db);
    real_db_execute(other, strcmp(db->driver, "sqlite3") == 0
                               ? "PRAGMA query_only=1"
                               : "SET default_transaction_read_only TO on");
    lz_env_t *reader = store_env(pool, other);
    lz_store_t *store = NULL;
    assert_null(lz_store_open(reader, &store));
    lz_store_close(store);

    who = arrival("n2");
    const lz_problem_t *problem = lz_store_arrive(reader, &who, &first);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_DATABASE);
    assert_non_null(strstr(problem->cause, "read"));
    assert_int_equal(other->lent, 0);
}

static void says_when_there_is_no_database(apr_pool_t *pool, real_db_t *db)
{
    const lz_arrival_t who = arrival("n1");
    int first = -1;
    db->refuse = 1;
    const lz_problem_t *problem = lz_store_arrive(store_env(pool, db), &who, &first);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_DATABASE);
    assert_int_equal(problem->status, 503);
    assert_int_equal(first, -1);
    db->refuse = 0;
}

static void counts_arguments(apr_pool_t *pool, real_db_t *db)
{
    lz_store_t *store = NULL;
    assert_null(lz_store_open(store_env(pool, db), &store));
    const lz_problem_t *problem = lz_store_change(store, LZ_SQL_NONCE_ADD, NULL, "only one");
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_INTERNAL);
    lz_store_close(store);
}

/* Of two requests that have read the same open intent, one takes it over. */
static void claims_an_intent_once(apr_pool_t *pool, real_db_t *db)
{
    lz_store_t *store = NULL;
    lz_intent_t *found = NULL, intent = {
        .key = "key", .course = "course-1", .body = "body", .account = "a", .host_id = "h",
        .topic = "L", .starts_at = 5, .duration = 60, .timezone = "", .state = LZ_INTENT_UNCERTAIN,
        .state_until = 7, .meeting_id = "", .answer = "", .person = "", .host_name = "",
        .sections = "",
        .created_at = FAKE_CLOCK_START
    };
    int done = 0;
    assert_null(lz_store_open(store_env(pool, db), &store));
    assert_null(lz_store_add_intent(store, &intent, &done));
    assert_int_equal(done, 1);
    assert_null(lz_store_add_intent(store, &intent, &done));
    assert_int_equal(done, 0);
    assert_null(lz_store_get_intent(store, "key", &found));
    assert_non_null(found);
    assert_int_equal(found->state, LZ_INTENT_UNCERTAIN);
    intent.state = LZ_INTENT_SENT;
    intent.state_until = 9;
    assert_null(lz_store_claim_intent(store, &intent, found, &done));
    assert_int_equal(done, 1);
    assert_null(lz_store_claim_intent(store, &intent, found, &done));
    assert_int_equal(done, 0);
    assert_null(lz_store_drop_intent(store, "key"));
    assert_null(lz_store_get_intent(store, "key", &found));
    assert_null(found);
    lz_store_close(store);
}

/* A failed statement must not keep the process's one place for a writer. */
static void gives_the_writers_place_back(apr_pool_t *pool, real_db_t *db)
{
    lz_store_t *store = NULL;
    assert_null(lz_store_open(store_env(pool, db), &store));
    assert_null(lz_store_begin(store));
    lz_store_close(store);
    assert_int_equal(apr_thread_mutex_trylock(db->writing), APR_SUCCESS);
    apr_thread_mutex_unlock(db->writing);
}

typedef struct thread_t {
    real_db_t *db;
    int        number;
    int        firsts;
    int        problems;
} thread_t;

static void *APR_THREAD_FUNC launch_often(apr_thread_t *thread, void *data)
{
    thread_t *one = data;
    apr_pool_t *pool = NULL;
    if (apr_pool_create(&pool, apr_thread_pool_get(thread))) {
        one->problems++;
        return NULL;
    }
    lz_env_t *env = store_env(pool, one->db);
    for (int i = 0; i < 40; i++) {
        /* Each nonce is tried by two threads. */
        lz_arrival_t who = arrival(apr_psprintf(pool, "%d/%d", one->number / 2, i));
        int first = 0;
        one->problems += lz_store_arrive(env, &who, &first) != NULL;
        one->firsts += first;
    }
    return NULL;
}

static void serves_many_threads(apr_pool_t *pool, real_db_t *db)
{
    enum { THREADS = 8 };
    thread_t threads[THREADS] = { { 0 } };
    apr_thread_t *running[THREADS];
    int firsts = 0;
    for (int i = 0; i < THREADS; i++) {
        threads[i] = (thread_t){ .db = db, .number = i };
        assert_int_equal(apr_thread_create(&running[i], NULL, launch_often, &threads[i], pool),
                         APR_SUCCESS);
    }
    for (int i = 0; i < THREADS; i++) {
        apr_status_t ended = APR_SUCCESS;
        apr_thread_join(&ended, running[i]);
        assert_int_equal(threads[i].problems, 0);
        firsts += threads[i].firsts;
    }
    assert_int_equal(firsts, THREADS / 2 * 40);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(makes_the_schema)
ON_EACH_ENGINE(works_with_a_newer_schema)
ON_EACH_ENGINE(brings_an_older_schema_up_to_date)
ON_EACH_ENGINE(keeps_sections_where_they_were_a_table)
ON_EACH_ENGINE(starts_in_many_processes_at_once)
ON_EACH_ENGINE(remembers_a_launch)
ON_EACH_ENGINE(writes_rows_only_when_they_change)
ON_EACH_ENGINE(removes_expired_nonces)
ON_EACH_ENGINE(outlives_a_change_of_the_schema)
ON_EACH_ENGINE(undoes_a_unit_that_fails)
ON_EACH_ENGINE(says_when_the_database_is_locked)
ON_EACH_ENGINE(reads_from_a_read_only_database)
ON_EACH_ENGINE(says_when_there_is_no_database)
ON_EACH_ENGINE(counts_arguments)
ON_EACH_ENGINE(claims_an_intent_once)
ON_EACH_ENGINE(gives_the_writers_place_back)
ON_EACH_ENGINE(serves_many_threads)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_makes_the_schema),
        pool_test(test_works_with_a_newer_schema),
        pool_test(test_brings_an_older_schema_up_to_date),
        pool_test(test_keeps_sections_where_they_were_a_table),
        pool_test(test_starts_in_many_processes_at_once),
        pool_test(test_remembers_a_launch),
        pool_test(test_writes_rows_only_when_they_change),
        pool_test(test_removes_expired_nonces),
        pool_test(test_outlives_a_change_of_the_schema),
        pool_test(test_undoes_a_unit_that_fails),
        pool_test(test_says_when_the_database_is_locked),
        pool_test(test_reads_from_a_read_only_database),
        pool_test(test_says_when_there_is_no_database),
        pool_test(test_counts_arguments),
        pool_test(test_claims_an_intent_once),
        pool_test(test_gives_the_writers_place_back),
        pool_test(test_serves_many_threads),
    };
    return cmocka_run_group_tests_name("store", tests, apr_setup, apr_teardown);
}
