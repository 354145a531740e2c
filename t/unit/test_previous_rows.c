/* SPDX-License-Identifier: Apache-2.0 */
/* course/previous_rows.c: what was planned and what was held, brought together. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "course/previous_rows.h"

#define MINUTE apr_time_from_sec(60)
#define HOUR   (60 * MINUTE)
#define NOON   (1000 * HOUR)

typedef struct world_t {
    apr_pool_t         *pool;
    apr_array_header_t *dates;
    apr_array_header_t *facts;
    apr_array_header_t *recordings;
} world_t;

static world_t world_of(apr_pool_t *pool)
{
    return (world_t){
        .pool = pool,
        .dates = apr_array_make(pool, 4, sizeof(lz_meeting_t)),
        .facts = apr_array_make(pool, 4, sizeof(lz_past_t)),
        .recordings = apr_array_make(pool, 4, sizeof(lz_course_recording_t))
    };
}

static lz_meeting_t meeting(const char *id, apr_time_t starts_at)
{
    return (lz_meeting_t){ .id = id, .occurrence_id = "", .uuid = "of the meeting",
                           .starts_at = starts_at, .ends_at = starts_at + HOUR, .duration = 60 };
}

static void date(world_t *world, const char *id, apr_time_t starts_at)
{
    *(lz_meeting_t *)apr_array_push(world->dates) = meeting(id, starts_at);
}

static void fact(world_t *world, const char *id, apr_time_t starts_at, const char *uuid)
{
    lz_past_t *past = apr_array_push(world->facts);
    *past = (lz_past_t){ .meeting = meeting(id, starts_at), .held = *uuid != '\0' };
    past->meeting.uuid = uuid;
}

static void recording(world_t *world, const char *id, apr_time_t starts_at, const char *uuid)
{
    lz_course_recording_t *one = apr_array_push(world->recordings);
    *one = (lz_course_recording_t){
        .recording = { .uuid = uuid, .meeting_id = id, .starts_at = starts_at }
    };
}

/* "id+hours:uuid" each; "*" behind what was held, "r" behind what is recorded. */
static const char *rows_of(const world_t *world)
{
    const char *text = "";
    apr_array_header_t *rows = lz_previous_rows(world->pool, world->dates, world->facts,
                                                world->recordings);
    for (int i = 0; i < rows->nelts; i++) {
        const lz_previous_row_t *row = &APR_ARRAY_IDX(rows, i, lz_previous_row_t);
        text = apr_psprintf(world->pool, "%s%s%s%+d:%s%s%s", text, i ? " " : "", row->meeting.id,
                            (int)((row->meeting.starts_at - NOON) / HOUR), row->meeting.uuid,
                            row->held ? "*" : "", row->recorded ? "r" : "");
    }
    return text;
}

static void test_a_date_is_what_was_held_then(void **state)
{
    world_t world = world_of(*state);
    date(&world, "1", NOON);
    date(&world, "1", NOON - 24 * HOUR);
    date(&world, "2", NOON);
    fact(&world, "1", NOON - 24 * HOUR + 5 * MINUTE, "a");
    fact(&world, "2", NOON - 59 * MINUTE, "b");
    assert_string_equal(rows_of(&world), "2+0:b* 1+0: 1-24:a*");
}

static void test_what_was_held_elsewhen_is_a_row_of_its_own(void **state)
{
    world_t world = world_of(*state);
    date(&world, "1", NOON);
    fact(&world, "1", NOON - 2 * HOUR, "before");
    fact(&world, "1", NOON + 2 * HOUR, "after");
    fact(&world, "3", NOON, "other");
    assert_string_equal(rows_of(&world), "1+2:after* 3+0:other* 1+0: 1-2:before*");
}

/* Who began again within the hour has met twice. */
static void test_a_date_is_held_once(void **state)
{
    world_t world = world_of(*state);
    date(&world, "1", NOON);
    fact(&world, "1", NOON + 30 * MINUTE, "again");
    fact(&world, "1", NOON, "first");
    assert_string_equal(rows_of(&world), "1+0:again* 1+0:first*");
}

static void test_takes_dates_of_the_list_that_are_not_known(void **state)
{
    world_t world = world_of(*state);
    date(&world, "8", NOON);
    fact(&world, "8", NOON, "");
    fact(&world, "8", NOON - 24 * HOUR, "");
    fact(&world, "8", NOON - 24 * HOUR, "held");
    assert_string_equal(rows_of(&world), "8+0: 8-24:held*");
}

static void test_a_recording_says_that_it_was_held(void **state)
{
    world_t world = world_of(*state);
    date(&world, "1", NOON);
    date(&world, "2", NOON);
    fact(&world, "2", NOON, "b");
    recording(&world, "1", NOON + MINUTE, "a");
    recording(&world, "2", NOON + MINUTE, "b");
    recording(&world, "3", NOON, "of none");
    assert_string_equal(rows_of(&world), "2+0:b*r 1+0:a*r");
}

static void test_knows_what_is_behind_a_place(void **state)
{
    const lz_previous_row_t row = { .meeting = meeting("5", NOON) };
    const lz_meeting_place_t beginning = { .key = NULL };
    const lz_meeting_place_t later = { .starts_at = NOON + 1, .key = "1/" };
    const lz_meeting_place_t earlier = { .starts_at = NOON - 1, .key = "9/" };
    const lz_meeting_place_t itself = { .starts_at = NOON, .key = lz_meeting_key(*state,
                                                                                &row.meeting) };
    const lz_meeting_place_t above = { .starts_at = NOON, .key = "6/" };
    assert_true(lz_previous_is_behind(*state, &row, &beginning));
    assert_true(lz_previous_is_behind(*state, &row, &later));
    assert_false(lz_previous_is_behind(*state, &row, &earlier));
    assert_false(lz_previous_is_behind(*state, &row, &itself));
    assert_true(lz_previous_is_behind(*state, &row, &above));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_a_date_is_what_was_held_then),
        pool_test(test_what_was_held_elsewhen_is_a_row_of_its_own),
        pool_test(test_a_date_is_held_once),
        pool_test(test_takes_dates_of_the_list_that_are_not_known),
        pool_test(test_a_recording_says_that_it_was_held),
        pool_test(test_knows_what_is_behind_a_place),
    };
    return cmocka_run_group_tests_name("course/previous_rows", tests, apr_setup, apr_teardown);
}
