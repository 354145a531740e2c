/* SPDX-License-Identifier: Apache-2.0 */
/* The dates of a series, from what is known and what Zoom says. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/timestamp.h"
#include "course/dates.h"

#define ID     "91234567890"
#define MINUTE apr_time_from_sec(60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define NOW    apr_time_from_sec(1796029200)     /* 2026-11-30T09:00:00Z */

static lz_meeting_t series(void)
{
    return (lz_meeting_t){
        .id = ID, .uuid = "now==", .type = LZ_TYPE_SERIES, .duration = 60, .snapshot_at = NOW,
        .status = LZ_MEETING_WAITING, .starts_at = 1, .ends_at = 2, .occurrence_id = ""
    };
}

static void add(apr_array_header_t *dates, const char *id, apr_time_t starts_at,
                lz_meeting_status_e status)
{
    *(lz_date_t *)apr_array_push(dates) = (lz_date_t){
        .meeting_id = ID, .occurrence_id = id, .uuid = "", .starts_at = starts_at,
        .ends_at = starts_at + HOUR, .duration = 60, .status = status
    };
}

static apr_array_header_t *none(apr_pool_t *pool)
{
    return apr_array_make(pool, 4, sizeof(lz_date_t));
}

static void say(apr_pool_t *pool, json_object *answer, const char *id, apr_time_t starts_at,
                const char *status)
{
    json_object *list = lz_json_array(answer, "occurrences");
    json_object *one = json_object_new_object();
    if (!list) {
        list = json_object_new_array();
        lz_json_put(answer, "occurrences", list);
    }
    lz_json_put_string(one, "occurrence_id", id);
    lz_json_put_string(one, "start_time", lz_timestamp(pool, starts_at));
    lz_json_put_int64(one, "duration", 60);
    lz_json_put_string(one, "status", status);
    lz_json_push(list, one);
}

static json_object *answer(apr_pool_t *pool, const char *status)
{
    json_object *json = lz_json_adopt(pool, json_object_new_object());
    lz_json_put_string(json, "status", status);
    return json;
}

/* "id:status ..." of the dates to be written. */
static const char *written(apr_pool_t *pool, const lz_meeting_t *meeting)
{
    const char *text = "";
    for (int i = 0; meeting->dates && i < meeting->dates->nelts; i++) {
        const lz_date_t *date = &APR_ARRAY_IDX(meeting->dates, i, lz_date_t);
        text = apr_pstrcat(pool, text, *text ? " " : "", date->occurrence_id, ":",
                           lz_meeting_status_name(date->status), *date->uuid ? "*" : "", NULL);
    }
    return text;
}

static void test_takes_what_is_new(void **state)
{
    lz_meeting_t meeting = series();
    json_object *said = answer(*state, "waiting");
    say(*state, said, "a", NOW + DAY, "available");
    say(*state, said, "b", NOW + 2 * DAY, "deleted");
    say(*state, said, "c", NOW + 3 * DAY, "available");
    say(*state, said, "", NOW + 3 * DAY, "available");
    lz_dates_merge(*state, &meeting, said, NULL);
    assert_string_equal(written(*state, &meeting), "a:waiting c:waiting");
    assert_int_equal(meeting.starts_at, NOW + DAY);
    assert_int_equal(meeting.ends_at, NOW + DAY + HOUR);
}

static void test_writes_only_what_is_other(void **state)
{
    lz_meeting_t meeting = series();
    apr_array_header_t *known = none(*state);
    json_object *said = answer(*state, "waiting");
    add(known, "past", NOW - DAY, LZ_MEETING_WAITING);
    add(known, "a", NOW + DAY, LZ_MEETING_WAITING);
    add(known, "b", NOW + 2 * DAY, LZ_MEETING_WAITING);
    add(known, "c", NOW + 3 * DAY, LZ_MEETING_WAITING);
    add(known, "old", NOW + 4 * DAY, LZ_MEETING_GONE);
    say(*state, said, "a", NOW + DAY, "available");
    say(*state, said, "b", NOW + 2 * DAY + HOUR, "available");
    say(*state, said, "d", NOW + 5 * DAY, "available");
    lz_dates_merge(*state, &meeting, said, known);
    assert_string_equal(written(*state, &meeting), "b:waiting d:waiting past:ended c:gone");
    add(known, "d", NOW + 5 * DAY, LZ_MEETING_WAITING);
    lz_meeting_t same = series();
    lz_dates_merge(*state, &same, said, known);
    assert_string_equal(written(*state, &same), "b:waiting past:ended c:gone");
}

/* An answer without dates says nothing about them; one that is no series any more does. */
static void test_believes_no_silence(void **state)
{
    lz_meeting_t meeting = series();
    apr_array_header_t *known = none(*state);
    add(known, "a", NOW + DAY, LZ_MEETING_WAITING);
    lz_dates_merge(*state, &meeting, answer(*state, "waiting"), known);
    assert_null(meeting.dates);
    assert_int_equal(meeting.starts_at, NOW + DAY);
    meeting = series();
    meeting.type = 2;
    lz_dates_merge(*state, &meeting, answer(*state, "waiting"), known);
    assert_string_equal(written(*state, &meeting), "a:gone");
    assert_int_equal(meeting.starts_at, 1);
}

/* Zoom answers with fifty; those behind them stay. */
static void test_knows_where_the_answer_ends(void **state)
{
    lz_meeting_t meeting = series();
    apr_array_header_t *known = none(*state);
    json_object *said = answer(*state, "waiting");
    add(known, "behind", NOW + 60 * DAY, LZ_MEETING_WAITING);
    add(known, "between", NOW + DAY + HOUR, LZ_MEETING_WAITING);
    for (int i = 1; i <= 50; i++) {
        const char *id = apr_psprintf(*state, "%d", i);
        say(*state, said, id, NOW + i * DAY, "available");
        add(known, id, NOW + i * DAY, LZ_MEETING_WAITING);
    }
    lz_dates_merge(*state, &meeting, said, known);
    assert_string_equal(written(*state, &meeting), "between:gone");
}

static void test_finds_the_one_that_runs(void **state)
{
    apr_array_header_t *known = none(*state);
    json_object *said = answer(*state, "started");
    add(known, "earlier", NOW - 3 * HOUR, LZ_MEETING_ENDED);
    add(known, "now", NOW - 10 * MINUTE, LZ_MEETING_WAITING);
    add(known, "next", NOW + DAY, LZ_MEETING_WAITING);
    say(*state, said, "next", NOW + DAY, "available");
    lz_meeting_t meeting = series();
    lz_dates_merge(*state, &meeting, said, known);
    assert_string_equal(written(*state, &meeting), "now:started*");
    assert_int_equal(meeting.starts_at, NOW - 10 * MINUTE);

    /* over time, and then over */
    APR_ARRAY_IDX(known, 1, lz_date_t).status = LZ_MEETING_STARTED;
    APR_ARRAY_IDX(known, 1, lz_date_t).uuid = "now==";
    meeting = series();
    meeting.snapshot_at = NOW + 2 * HOUR;
    lz_dates_merge(*state, &meeting, said, known);
    assert_null(meeting.dates);
    meeting = series();
    meeting.snapshot_at = NOW + 2 * HOUR;
    lz_json_put_string(said, "status", "waiting");
    lz_dates_merge(*state, &meeting, said, known);
    assert_string_equal(written(*state, &meeting), "now:ended*");
    assert_int_equal(meeting.starts_at, NOW + DAY);
}

static void test_starts_and_ends_by_events(void **state)
{
    apr_array_header_t *known = none(*state);
    add(known, "now", NOW + 5 * MINUTE, LZ_MEETING_WAITING);
    add(known, "next", NOW + DAY, LZ_MEETING_WAITING);
    lz_meeting_t meeting = series();
    lz_dates_status(*state, &meeting, known, LZ_MEETING_STARTED, "u==", NOW);
    assert_string_equal(written(*state, &meeting), "now:started*");
    assert_int_equal(APR_ARRAY_IDX(known, 0, lz_date_t).status, LZ_MEETING_WAITING);
    APR_ARRAY_IDX(known, 0, lz_date_t).status = LZ_MEETING_STARTED;
    lz_dates_status(*state, &meeting, known, LZ_MEETING_WAITING, "", NOW + 30 * MINUTE);
    assert_string_equal(written(*state, &meeting), "now:waiting");
    lz_dates_status(*state, &meeting, known, LZ_MEETING_ENDED, "", NOW + 2 * HOUR);
    assert_string_equal(written(*state, &meeting), "now:ended");
}

static void test_is_due(void **state)
{
    apr_array_header_t *known = none(*state);
    add(known, "past", NOW - DAY, LZ_MEETING_ENDED);
    add(known, "gone", NOW, LZ_MEETING_GONE);
    add(known, "next", NOW + HOUR, LZ_MEETING_WAITING);
    assert_false(lz_dates_due(known, ID, NOW + 15 * MINUTE, NOW));
    assert_true(lz_dates_due(known, ID, NOW + HOUR, NOW));
    assert_false(lz_dates_due(known, "another", NOW + HOUR, NOW));
    assert_false(lz_dates_due(NULL, ID, NOW + HOUR, NOW));
}

static json_object *row(apr_pool_t *pool, const char *id, apr_time_t starts_at, int duration)
{
    json_object *json = json_object_new_object();
    lz_json_put_string(json, "id", id);
    lz_json_put_string(json, "start_time", lz_timestamp(pool, starts_at));
    lz_json_put_int64(json, "duration", duration);
    return json;
}

static void test_compares_with_a_list(void **state)
{
    apr_array_header_t *known = none(*state);
    json_object *rows = lz_json_adopt(*state, json_object_new_array());
    int silent = -1;
    add(known, "past", NOW - DAY, LZ_MEETING_ENDED);
    add(known, "a", NOW + DAY, LZ_MEETING_WAITING);
    add(known, "b", NOW + 2 * DAY, LZ_MEETING_WAITING);
    add(known, "c", NOW + 300 * DAY, LZ_MEETING_WAITING);
    lz_json_push(rows, row(*state, "other", NOW + DAY, 60));
    lz_json_push(rows, row(*state, ID, NOW + DAY, 60));

    /* one row for the series: it says nothing about the others */
    assert_false(lz_dates_differ(known, ID, rows, NOW, NOW + 150 * DAY, &silent));
    assert_true(silent);
    /* one for each, as they are known */
    lz_json_push(rows, row(*state, ID, NOW + 2 * DAY, 60));
    assert_false(lz_dates_differ(known, ID, rows, NOW, NOW + 150 * DAY, &silent));
    assert_false(silent);
    /* one is longer, one is new, one is missing */
    lz_json_push(rows, row(*state, ID, NOW + 3 * DAY, 60));
    assert_true(lz_dates_differ(known, ID, rows, NOW, NOW + 150 * DAY, &silent));
    json_object *longer = lz_json_adopt(*state, json_object_new_array());
    lz_json_push(longer, row(*state, ID, NOW + DAY, 60));
    lz_json_push(longer, row(*state, ID, NOW + 2 * DAY, 90));
    assert_true(lz_dates_differ(known, ID, longer, NOW, NOW + 150 * DAY, &silent));
    assert_true(lz_dates_differ(known, ID, NULL, NOW, NOW + 150 * DAY, &silent));
}

static void test_asks_for_past_dates_where_there_is_room(void **state)
{
    apr_array_header_t *known = none(*state);
    assert_null(lz_dates_query(*state, NULL, ID));
    assert_null(lz_dates_query(*state, known, ID));
    add(known, "a", NOW, LZ_MEETING_WAITING);
    assert_string_equal(apr_table_get(lz_dates_query(*state, known, ID),
                                      "show_previous_occurrences"), "true");
    for (int i = 0; i < 45; i++) {
        add(known, apr_psprintf(*state, "%d", i), NOW + i * DAY, LZ_MEETING_WAITING);
    }
    assert_null(lz_dates_query(*state, known, ID));
}

static void test_makes_a_row_of_a_date(void **state)
{
    lz_meeting_t meeting = series();
    apr_array_header_t *known = none(*state);
    add(known, "past", NOW - DAY, LZ_MEETING_ENDED);
    add(known, "gone", NOW, LZ_MEETING_GONE);
    add(known, "a", NOW + DAY, LZ_MEETING_WAITING);
    add(known, "b", NOW + 2 * DAY, LZ_MEETING_WAITING);
    lz_dates_apply(&meeting, lz_dates_find(known, ID, "a"), known);
    assert_string_equal(meeting.occurrence_id, "a");
    assert_int_equal(meeting.starts_at, NOW + DAY);
    assert_int_equal(meeting.position, 2);
    assert_int_equal(meeting.count, 3);
    assert_null(lz_dates_find(known, ID, "z"));
    assert_null(lz_dates_find(known, "other", "a"));
    meeting.status = LZ_MEETING_GONE;           /* the series is */
    lz_dates_apply(&meeting, lz_dates_find(known, ID, "b"), known);
    assert_int_equal(meeting.status, LZ_MEETING_GONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_takes_what_is_new),
        pool_test(test_writes_only_what_is_other),
        pool_test(test_believes_no_silence),
        pool_test(test_knows_where_the_answer_ends),
        pool_test(test_finds_the_one_that_runs),
        pool_test(test_starts_and_ends_by_events),
        pool_test(test_is_due),
        pool_test(test_compares_with_a_list),
        pool_test(test_asks_for_past_dates_where_there_is_room),
        pool_test(test_makes_a_row_of_a_date),
    };
    return cmocka_run_group_tests_name("course/dates", tests, apr_setup, apr_teardown);
}
