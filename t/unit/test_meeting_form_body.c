/* SPDX-License-Identifier: Apache-2.0 */
/* The meeting form: what goes to Zoom, of a new meeting and of one that changes; locks. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/meeting_form.h"
#include "support/form_given.h"

/* --- the body --------------------------------------------------------------------------------- */

/* The values of one form, for tests that look at few of them. */
static const char *in_body(apr_pool_t *pool, const lz_meeting_form_t *form, const char *path)
{
    json_object *value = lz_json_path(form->body, path);
    return value ? lz_json_text(pool, value) : "(none)";
}

static void test_sends_what_was_read_and_nothing_else(void **state)
{
    const lz_meeting_form_t form = form_of(*state,
        "{\"topic\":\"Lecture\",\"start_time\":\"2026-12-01T08:00:00.5Z\",\"duration\":45,"
        "\"timezone\":\"Europe/Berlin\",\"agenda\":\"A\",\"password\":\"abc\","
        "\"default_password\":false,\"settings\":{\"host_video\":true,\"jbh_time\":5,"
        "\"waiting_room\":false,\"join_before_host\":true,"
        "\"alternative_hosts\":\"Carla@Example.edu, bruno@example.edu;carla@example.edu\"}}");
    assert_string_equal(lz_json_text(*state, form.body),
                        "{\"topic\":\"Lecture\",\"agenda\":\"A\","
                        "\"start_time\":\"2026-12-01T08:00:00Z\",\"duration\":45,"
                        "\"timezone\":\"Europe/Berlin\",\"password\":\"abc\","
                        "\"default_password\":false,\"settings\":{\"host_video\":true,"
                        "\"join_before_host\":true,\"jbh_time\":5,\"waiting_room\":false,"
                        "\"alternative_hosts\":\"carla@example.edu;bruno@example.edu\","
                        "\"participant_video\":false,\"audio\":\"both\",\"mute_upon_entry\":true,"
                        "\"use_pmi\":false,\"approval_type\":2,"
                        "\"alternative_hosts_email_notification\":true,"
                        "\"auto_recording\":\"none\",\"meeting_authentication\":false,"
                        "\"focus_mode\":false},\"type\":2}");
    assert_int_equal(form.alternative_hosts->nelts, 2);
    assert_string_equal(form.topic, "Lecture");
    assert_true(form.starts_at == apr_time_from_sec(1796112000));
    assert_int_equal(form.duration, 45);
    assert_string_equal(form.timezone, "Europe/Berlin");
}

static void test_has_what_is_proposed_where_nothing_was_sent(void **state)
{
    lz_meeting_form_t form;
    const lz_form_terms_t terms = {
        .mode = LZ_FORM_CREATE,
        .now = FORM_NOW,
        .proposal = form_parse(*state,
                               "{\"topic\":\"Course\",\"start_time\":\"2026-12-01T08:00:00Z\","
                               "\"duration\":90,\"timezone\":\"Europe/Berlin\","
                               "\"settings\":{\"waiting_room\":false,\"host_video\":true}}")
    };
    assert_null(lz_form_read(*state, &terms, form_parse(*state, "{" SINGLE ",\"settings\":"
                                                   "{\"host_video\":false}}"), &form));
    assert_string_equal(in_body(*state, &form, "duration"), "90");
    assert_string_equal(in_body(*state, &form, "timezone"), "\"Europe/Berlin\"");
    assert_string_equal(in_body(*state, &form, "settings.waiting_room"), "false");
    assert_string_equal(in_body(*state, &form, "settings.host_video"), "false");
    assert_string_equal(in_body(*state, &form, "settings.mute_upon_entry"), "true");
    assert_string_equal(in_body(*state, &form, "password"), "(none)");
    /* neither the topic nor the start is made up */
    const lz_problem_t *problem = lz_form_read(*state, &terms, form_parse(*state, "{}"), &form);
    assert_string_equal(form_wrong_fields(*state, problem), "topic start_time");
}

static void test_a_series_as_it_goes_to_zoom(void **state)
{
    static const char *const series[][2] = {
        { "{\"type\":1,\"end_times\":3}", "{\"type\":1,\"repeat_interval\":1,\"end_times\":3}" },
        { "{\"type\":2,\"repeat_interval\":2,\"weekly_days\":\"6,2\","
          "\"end_date_time\":\"2026-12-24T00:00:00Z\",\"monthly_day\":null}",
          "{\"type\":2,\"repeat_interval\":2,\"weekly_days\":\"2,6\","
          "\"end_date_time\":\"2026-12-24T00:00:00Z\"}" },
        { "{\"type\":3,\"monthly_week\":-1,\"monthly_week_day\":6,\"end_times\":3}",
          "{\"type\":3,\"repeat_interval\":1,\"monthly_week\":-1,\"monthly_week_day\":6,"
          "\"end_times\":3}" },
    };
    for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
        const lz_meeting_form_t form =
            form_of(*state, apr_pstrcat(*state, "{" SERIES, series[i][0], "}", NULL));
        assert_string_equal(in_body(*state, &form, "recurrence"), series[i][1]);
        assert_string_equal(in_body(*state, &form, "settings.use_pmi"), "false");
        assert_int_equal(form.type, LZ_MEETING_SERIES);
    }
    const lz_meeting_form_t undated = form_of(*state, "{\"topic\":\"L\",\"type\":3}");
    assert_string_equal(in_body(*state, &undated, "start_time"), "(none)");
    assert_true(undated.starts_at == 0);
}

/* Joining before the host and the waiting room exclude each other: what was said wins. */
static void test_the_waiting_room_and_early_joining(void **state)
{
    const lz_meeting_form_t early = form_of(*state, "{" SINGLE ",\"settings\":"
                                                    "{\"join_before_host\":true}}");
    assert_string_equal(in_body(*state, &early, "settings.waiting_room"), "false");
    assert_string_equal(in_body(*state, &early, "settings.jbh_time"), "0");
    lz_meeting_form_t form;
    const lz_form_terms_t terms = {
        .mode = LZ_FORM_CREATE, .now = FORM_NOW,
        .proposal = form_parse(*state, "{\"settings\":{\"join_before_host\":true,"
                                  "\"waiting_room\":false}}")
    };
    assert_null(lz_form_read(*state, &terms, form_parse(*state, "{" SINGLE ",\"settings\":"
                                                   "{\"waiting_room\":true}}"), &form));
    assert_string_equal(in_body(*state, &form, "settings.join_before_host"), "false");
    assert_string_equal(in_body(*state, &form, "settings.jbh_time"), "(none)");
}

static void test_tracking_fields_are_filled_in(void **state)
{
    static const char options[] =
        "{\"tracking_fields\":[{\"field\":\"Course\",\"required\":true,\"value\":\"CHEM-2\"},"
        "{\"field\":\"Term\",\"value\":\"\"},{\"field\":\"Room\"}]}";
    const given_t nothing = { LZ_FORM_CREATE, options, NULL, "{" SINGLE "}" };
    lz_meeting_form_t form = form_accepted(*state, &nothing);
    assert_string_equal(in_body(*state, &form, "tracking_fields"),
                        "[{\"field\":\"Course\",\"value\":\"CHEM-2\"}]");
    const given_t some = { LZ_FORM_CREATE, options, NULL,
                           "{" SINGLE ",\"tracking_fields\":[{\"field\":\"Room\","
                           "\"value\":\"101\"},{\"field\":\"Course\",\"value\":\"CHEM-3\"}]}" };
    form = form_accepted(*state, &some);
    assert_string_equal(in_body(*state, &form, "tracking_fields"),
                        "[{\"field\":\"Room\",\"value\":\"101\"},"
                        "{\"field\":\"Course\",\"value\":\"CHEM-3\"}]");
    const given_t change = { LZ_FORM_CHANGE, options,
                             "{\"topic\":\"L\",\"type\":3,\"tracking_fields\":"
                             "[{\"field\":\"Course\",\"value\":\"OLD\"}]}",
                             "{\"tracking_fields\":[{\"field\":\"Room\",\"value\":\"7\"}]}" };
    form = form_accepted(*state, &change);
    assert_string_equal(in_body(*state, &form, "tracking_fields"),
                        "[{\"field\":\"Room\",\"value\":\"7\"},"
                        "{\"field\":\"Course\",\"value\":\"OLD\"}]");
}

static void test_schedules_for_somebody_else(void **state)
{
    const lz_meeting_form_t form = form_of(*state, "{" SINGLE ",\"schedule_for\":"
                                                   "\"Bruno@Example.edu\"}");
    assert_string_equal(form.schedule_for, "bruno@example.edu");
    assert_string_equal(in_body(*state, &form, "schedule_for"), "\"bruno@example.edu\"");
    const lz_meeting_form_t own = form_of(*state, "{" SINGLE ",\"schedule_for\":"
                                                  "\"Amara@Example.edu\"}");
    assert_string_equal(own.schedule_for, "");
}

/* --- locks ------------------------------------------------------------------------------------ */

static void test_locks_win(void **state)
{
    static const char options[] =
        "{\"locks\":{\"settings.waiting_room\":{\"value\":true,\"reason\":\"university\"},"
        "\"settings.auto_recording\":{\"value\":\"cloud\",\"reason\":\"zoom\"},"
        "\"duration\":{\"value\":45,\"reason\":\"university\"}}}";
    const given_t given = { LZ_FORM_CREATE, options, NULL,
                            "{" SINGLE ",\"duration\":45,\"settings\":{\"waiting_room\":false,"
                            "\"join_before_host\":true}}" };
    const lz_meeting_form_t form = form_accepted(*state, &given);
    assert_string_equal(in_body(*state, &form, "settings.waiting_room"), "true");
    assert_string_equal(in_body(*state, &form, "settings.join_before_host"), "false");
    assert_string_equal(in_body(*state, &form, "settings.auto_recording"), "\"cloud\"");
    assert_string_equal(in_body(*state, &form, "duration"), "45");
    assert_string_equal(apr_array_pstrcat(*state, form.overruled, ' '),
                        "settings.waiting_room settings.join_before_host");
}

static void test_locks_hold_in_changes(void **state)
{
    static const char options[] =
        "{\"locks\":{\"settings.waiting_room\":{\"value\":true,\"reason\":\"university\"},"
        "\"settings.host_video\":{\"value\":true,\"reason\":\"zoom\"}}}";
    static const char before[] =
        "{\"topic\":\"L\",\"type\":2,\"start_time\":\"2026-12-01T08:00:00Z\","
        "\"settings\":{\"waiting_room\":false,\"host_video\":false,\"join_before_host\":false}}";
    const given_t other = { LZ_FORM_CHANGE, options, before, "{\"topic\":\"M\"}" };
    lz_meeting_form_t form = form_accepted(*state, &other);
    assert_string_equal(lz_json_text(*state, form.body),
                        "{\"topic\":\"M\",\"settings\":{\"waiting_room\":true}}");
    assert_int_equal(form.overruled->nelts, 0);
    const given_t against = { LZ_FORM_CHANGE, options, before,
                              "{\"settings\":{\"waiting_room\":false}}" };
    form = form_accepted(*state, &against);
    assert_string_equal(in_body(*state, &form, "settings.waiting_room"), "true");
    assert_int_equal(form.overruled->nelts, 1);
}

/* --- changes ---------------------------------------------------------------------------------- */

#define BEFORE "{\"topic\":\"L\",\"agenda\":\"A\",\"type\":8,\"duration\":60," \
    "\"start_time\":\"2026-11-01T08:00:00Z\",\"timezone\":\"Europe/Berlin\"," \
    "\"password\":\"abc\",\"recurrence\":{\"type\":1,\"repeat_interval\":1,\"end_times\":9}," \
    "\"settings\":{\"waiting_room\":true,\"join_before_host\":false," \
    "\"alternative_hosts\":\"bruno@example.edu;carla@example.edu\"}}"

typedef struct change_t {
    lz_form_mode_e mode;
    const char    *sent;
    const char    *body;        /* what goes to Zoom; or NULL */
    const char    *fields;      /* or what is wrong */
} change_t;

static const change_t changes[] = {
    { LZ_FORM_CHANGE, "{}", "{}", NULL },
    { LZ_FORM_CHANGE, "{\"topic\":\"L\",\"settings\":{\"waiting_room\":true}}", "{}", NULL },
    { LZ_FORM_CHANGE, "{\"topic\":\"M\",\"agenda\":\"\"}", "{\"topic\":\"M\",\"agenda\":\"\"}",
      NULL },
    { LZ_FORM_CHANGE, "{\"topic\":\"\"}", NULL, "topic" },
    { LZ_FORM_CHANGE, "{\"start_time\":\"2026-11-01T08:00:00Z\"}", "{}", NULL },
    { LZ_FORM_CHANGE, "{\"start_time\":\"2026-11-02T08:00:00Z\"}", NULL, "start_time" },
    { LZ_FORM_CHANGE, "{\"start_time\":\"2026-12-02T08:00:00Z\"}",
      "{\"start_time\":\"2026-12-02T08:00:00Z\"}", NULL },
    { LZ_FORM_CHANGE, "{\"start_time\":\"\"}", NULL, "start_time" },
    { LZ_FORM_CHANGE, "{\"password\":\"\"}", "{\"password\":\"\"}", NULL },
    { LZ_FORM_CHANGE, "{\"default_password\":true}", NULL, "default_password" },
    { LZ_FORM_CHANGE, "{\"settings\":{\"additional_data_center_regions\":[\"EU\"]}}", NULL,
      "settings.additional_data_center_regions" },
    { LZ_FORM_CHANGE, "{\"recurrence\":{\"type\":1,\"end_times\":9}}", "{}", NULL },
    { LZ_FORM_CHANGE, "{\"recurrence\":{\"type\":1,\"end_times\":10}}",
      "{\"recurrence\":{\"type\":1,\"repeat_interval\":1,\"end_times\":10}}", NULL },
    { LZ_FORM_CHANGE, "{\"recurrence\":{\"type\":1,\"end_date_time\":\"2026-10-01T00:00:00Z\"}}",
      NULL, "recurrence.end_date_time" },
    { LZ_FORM_CHANGE, "{\"type\":2}", "{\"type\":2}", NULL },
    { LZ_FORM_CHANGE, "{\"type\":3,\"start_time\":\"2026-12-02T08:00:00Z\"}", NULL,
      "start_time" },
    { LZ_FORM_CHANGE, "{\"settings\":{\"alternative_hosts\":"
                      "\"Carla@example.edu;bruno@example.edu\"}}", "{}", NULL },
    { LZ_FORM_CHANGE, "{\"settings\":{\"alternative_hosts\":\"\"}}",
      "{\"settings\":{\"alternative_hosts\":\"\"}}", NULL },
    { LZ_FORM_CHANGE, "{\"settings\":{\"join_before_host\":true}}", NULL,
      "settings.join_before_host" },
    { LZ_FORM_CHANGE, "{\"settings\":{\"join_before_host\":true,\"waiting_room\":false}}",
      "{\"settings\":{\"join_before_host\":true,\"waiting_room\":false}}", NULL },
    { LZ_FORM_CHANGE, "{\"schedule_for\":\"bruno@example.edu\"}",
      "{\"schedule_for\":\"bruno@example.edu\"}", NULL },
    { LZ_FORM_CHANGE, "{\"schedule_for\":\"amara@example.edu\"}", "{}", NULL },
    { LZ_FORM_CHANGE, "{\"settings\":{\"use_pmi\":true}}", NULL, "settings.use_pmi" },

    { LZ_FORM_CHANGE_DATE, "{\"agenda\":\"B\",\"duration\":30,\"settings\":{\"host_video\":true,"
      "\"participant_video\":true,\"mute_upon_entry\":false,\"auto_recording\":\"cloud\"}}",
      "{\"agenda\":\"B\",\"duration\":30,\"settings\":{\"host_video\":true,"
      "\"participant_video\":true,\"mute_upon_entry\":false,\"auto_recording\":\"cloud\"}}",
      NULL },
    { LZ_FORM_CHANGE_DATE, "{\"topic\":\"M\"}", NULL, "topic" },
    { LZ_FORM_CHANGE_DATE, "{\"password\":\"x\",\"settings\":{\"audio\":\"voip\","
      "\"alternative_hosts\":\"d@e.f\"}}", NULL,
      "password settings.audio settings.alternative_hosts" },
    { LZ_FORM_CHANGE_DATE, "{\"recurrence\":{\"type\":1,\"end_times\":3}}", NULL, "recurrence" },
    { LZ_FORM_CHANGE_DATE, "{\"start_time\":\"2026-12-03T09:00:00Z\"}",
      "{\"start_time\":\"2026-12-03T09:00:00Z\"}", NULL },
};

static void test_changes(void **state)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        const change_t *change = &changes[i];
        const given_t given = { change->mode, NULL, BEFORE, change->sent };
        lz_meeting_form_t form;
        const lz_problem_t *problem = form_read(*state, &given, &form);
        if (change->fields) {
            if (strcmp(form_wrong_fields(*state, problem), change->fields) != 0) {
                fail_msg("%s: %s", change->sent, form_wrong_fields(*state, problem));
            }
        } else {
            form = form_accepted(*state, &given);
            if (strcmp(lz_json_text(*state, form.body), change->body) != 0) {
                fail_msg("%s: %s", change->sent, lz_json_text(*state, form.body));
            }
        }
    }
}

static void test_a_passcode_that_is_required_stays(void **state)
{
    const given_t given = { LZ_FORM_CHANGE, POLICY("\"required\":true"), BEFORE,
                            "{\"password\":\"\"}" };
    lz_meeting_form_t form;
    assert_string_equal(form_wrong_fields(*state, form_read(*state, &given, &form)), "password");
}

/* What the meeting has after a change, for who keeps it. */
static void test_knows_what_becomes_of_a_meeting(void **state)
{
    const given_t given = { LZ_FORM_CHANGE, NULL, BEFORE, "{\"duration\":30}" };
    const lz_meeting_form_t form = form_accepted(*state, &given);
    assert_string_equal(form.topic, "L");
    assert_int_equal(form.type, LZ_MEETING_SERIES);
    assert_int_equal(form.duration, 30);
    assert_string_equal(form.timezone, "Europe/Berlin");
    assert_null(form.alternative_hosts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_sends_what_was_read_and_nothing_else),
        pool_test(test_has_what_is_proposed_where_nothing_was_sent),
        pool_test(test_a_series_as_it_goes_to_zoom),
        pool_test(test_the_waiting_room_and_early_joining),
        pool_test(test_tracking_fields_are_filled_in),
        pool_test(test_schedules_for_somebody_else),
        pool_test(test_locks_win),
        pool_test(test_locks_hold_in_changes),
        pool_test(test_changes),
        pool_test(test_a_passcode_that_is_required_stays),
        pool_test(test_knows_what_becomes_of_a_meeting),
    };
    return cmocka_run_group_tests_name("course/meeting_form_body", tests, apr_setup, apr_teardown);
}
