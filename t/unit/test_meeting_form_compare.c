/* SPDX-License-Identifier: Apache-2.0 */
/* The meeting form: what of it Zoom changed or dropped, and what Zoom refused. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/meeting_form.h"
#include "support/form_given.h"

/* --- what Zoom changed ------------------------------------------------------------------------ */

static json_object *compare(apr_pool_t *pool, const lz_meeting_form_t *form, const char *stored)
{
    json_object *warnings = lz_json_adopt(pool, json_object_new_array());
    lz_form_compare(pool, form, form_parse(pool, stored), warnings);
    return warnings;
}

/* The fields of the warnings, which have that code. */
static const char *fields_of(apr_pool_t *pool, json_object *warnings, const char *code)
{
    const char *fields = "";
    for (size_t i = 0; i < json_object_array_length(warnings); i++) {
        json_object *warning = json_object_array_get_idx(warnings, i);
        assert_string_equal(lz_json_string(warning, "code"), code);
        assert_non_null(lz_json_string(warning, "message"));
        fields = apr_pstrcat(pool, fields, *fields ? " " : "",
                             lz_json_string(warning, "field"), NULL);
    }
    return fields;
}

static const char *changed(apr_pool_t *pool, const char *asked, const char *stored)
{
    const lz_meeting_form_t form = form_of(pool, asked);
    return fields_of(pool, compare(pool, &form, stored), "changed_by_zoom");
}

#define FULL "{\"topic\":\"L\",\"agenda\":\"A\",\"start_time\":\"2026-12-01T08:00:00Z\"," \
    "\"duration\":45,\"timezone\":\"Europe/Berlin\",\"password\":\"abc\"," \
    "\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"C1\"},{\"field\":\"Room\"," \
    "\"value\":\"\"}],\"settings\":{\"host_video\":true,\"participant_video\":true," \
    "\"audio\":\"voip\",\"join_before_host\":true,\"jbh_time\":5,\"mute_upon_entry\":false," \
    "\"waiting_room\":false,\"use_pmi\":true,\"approval_type\":0," \
    "\"alternative_hosts\":\"b@example.edu;c@example.edu\"," \
    "\"alternative_hosts_email_notification\":false,\"auto_recording\":\"cloud\"," \
    "\"meeting_authentication\":true,\"authentication_option\":\"signIn_1\"," \
    "\"additional_data_center_regions\":[\"AU\",\"EU\"],\"focus_mode\":true," \
    "\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\"N\",\"participants\":" \
    "[\"x@example.edu\",\"y@example.edu\"]}]}}}"

/* The same in Zoom's own way of writing. */
#define AS_ASKED "{\"topic\":\"L\",\"agenda\":\"A\",\"type\":2," \
    "\"start_time\":\"2026-12-01T08:00:00Z\",\"duration\":45,\"timezone\":\"Europe/Berlin\"," \
    "\"password\":\"abc\",\"tracking_fields\":[{\"field\":\"Faculty\",\"value\":\"S\"}," \
    "{\"field\":\"Course\",\"value\":\"C1\"}],\"settings\":{\"host_video\":true," \
    "\"participant_video\":true,\"audio\":\"voip\",\"join_before_host\":true,\"jbh_time\":5," \
    "\"mute_upon_entry\":false,\"waiting_room\":false,\"use_pmi\":true,\"approval_type\":0," \
    "\"alternative_hosts\":\"C@example.edu;B@example.edu\"," \
    "\"alternative_hosts_email_notification\":false,\"auto_recording\":\"cloud\"," \
    "\"meeting_authentication\":true,\"authentication_option\":\"signIn_1\"," \
    "\"additional_data_center_regions\":[\"EU\",\"AU\"],\"focus_mode\":true," \
    "\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\"N\",\"participants\":" \
    "[\"y@example.edu\",\"x@example.edu\"]}]}}}"

/* Everything otherwise. */
#define OTHERWISE "{\"topic\":\"M\",\"agenda\":\"\",\"type\":3," \
    "\"start_time\":\"2026-12-01T08:01:00Z\",\"duration\":40,\"timezone\":\"UTC\"," \
    "\"password\":\"abd\",\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"C2\"}]," \
    "\"settings\":{\"host_video\":false,\"participant_video\":false,\"audio\":\"both\"," \
    "\"join_before_host\":false,\"jbh_time\":0,\"mute_upon_entry\":true,\"waiting_room\":true," \
    "\"use_pmi\":false,\"approval_type\":2,\"alternative_hosts\":\"b@example.edu\"," \
    "\"alternative_hosts_email_notification\":true,\"auto_recording\":\"none\"," \
    "\"meeting_authentication\":false,\"authentication_option\":\"signIn_2\"," \
    "\"additional_data_center_regions\":[\"EU\"],\"focus_mode\":false," \
    "\"breakout_room\":{\"enable\":false}}}"

static void test_compares_every_field(void **state)
{
    assert_string_equal(changed(*state, FULL, "{}"), "");
    assert_string_equal(changed(*state, FULL, AS_ASKED), "");
    assert_string_equal(changed(*state, FULL, OTHERWISE),
                        "topic agenda type start_time duration timezone password tracking_fields "
                        "settings.host_video settings.participant_video settings.audio "
                        "settings.join_before_host settings.jbh_time settings.mute_upon_entry "
                        "settings.waiting_room settings.use_pmi settings.approval_type "
                        "settings.alternative_hosts "
                        "settings.alternative_hosts_email_notification settings.auto_recording "
                        "settings.meeting_authentication settings.authentication_option "
                        "settings.additional_data_center_regions settings.focus_mode "
                        "settings.breakout_room");
}

/* Rooms that Zoom says nothing of, where it says something of the settings, were dropped. */
static void test_sees_that_rooms_were_dropped(void **state)
{
    const lz_meeting_form_t form = form_of(*state, FULL);
    json_object *warnings = compare(*state, &form, "{\"settings\":{\"host_video\":true}}");
    assert_string_equal(fields_of(*state, warnings, "changed_by_zoom"), "settings.breakout_room");
    assert_non_null(strstr(lz_json_text(*state, warnings), "left the breakout rooms out"));
    assert_string_equal(changed(*state, "{" SINGLE "}", "{\"settings\":{}}"), "");
}

static void test_sees_a_passcode_that_nobody_asked_for(void **state)
{
    static const char open[] = "{" SINGLE ",\"default_password\":false}";
    assert_string_equal(changed(*state, open, "{\"password\":\"\"}"), "");
    assert_string_equal(changed(*state, open, "{\"password\":\"123456\"}"), "password");
    assert_string_equal(changed(*state, "{" SINGLE "}", "{\"password\":\"123456\"}"), "");
}

static void test_says_that_a_lock_was_used(void **state)
{
    const given_t given = {
        LZ_FORM_CREATE,
        "{\"locks\":{\"settings.host_video\":{\"value\":false,\"reason\":\"university\"}}}", NULL,
        "{" SINGLE ",\"settings\":{\"host_video\":true}}"
    };
    const lz_meeting_form_t form = form_accepted(*state, &given);
    json_object *warnings = compare(*state, &form, "{\"settings\":{\"host_video\":false}}");
    assert_string_equal(fields_of(*state, warnings, "locked"), "settings.host_video");
}

/* A change compares what it changed, and nothing else. */
static void test_compares_what_was_changed(void **state)
{
    const given_t given = { LZ_FORM_CHANGE, NULL, "{\"topic\":\"L\",\"type\":3,\"duration\":60}",
                            "{\"duration\":30}" };
    const lz_meeting_form_t form = form_accepted(*state, &given);
    assert_string_equal(fields_of(*state, compare(*state, &form, "{\"topic\":\"M\","
                                                                 "\"duration\":30}"),
                                  "changed_by_zoom"), "");
    assert_string_equal(fields_of(*state, compare(*state, &form, "{\"topic\":\"M\","
                                                                 "\"duration\":60}"),
                                  "changed_by_zoom"), "duration");
}

/* --- the dates of a series -------------------------------------------------------------------- */

#define DATE(day, status) "{\"start_time\":\"2026-12-" day "T08:00:00Z\",\"status\":\"" status "\"}"

static const char *dates(apr_pool_t *pool, const char *made)
{
    const lz_meeting_form_t form =
        form_of(pool, "{" SERIES "{\"type\":1,\"end_times\":3},\"timezone\":\"UTC\"}");
    json_object *warnings =
        compare(pool, &form, apr_pstrcat(pool, "{\"occurrences\":[", made, "]}", NULL));
    return lz_json_text(pool, warnings);
}

static void test_counts_the_dates_of_a_series(void **state)
{
    const char *right = DATE("01", "available") "," DATE("02", "available") ","
                        DATE("03", "available");
    assert_string_equal(dates(*state, right), "[]");
    const char *few = dates(*state, DATE("01", "available") "," DATE("02", "deleted"));
    assert_non_null(strstr(few, "Zoom has made 1 dates; you asked for 3."));
    assert_non_null(strstr(few, "\"asked\":{\"count\":3,\"first\":\"2026-12-01T08:00:00Z\","
                                "\"last\":\"2026-12-03T08:00:00Z\"}"));
    assert_non_null(strstr(few, "\"made\":{\"count\":1,\"first\":\"2026-12-01T08:00:00Z\","
                                "\"last\":\"2026-12-01T08:00:00Z\"}"));
    const char *other = dates(*state, DATE("01", "available") "," DATE("02", "available") ","
                                      DATE("04", "available"));
    assert_non_null(strstr(other, "not those that you asked for"));
    assert_non_null(strstr(dates(*state, ""), "\"made\":{\"count\":0,\"first\":null,"
                                              "\"last\":null}"));
}

/* --- what Zoom refused ------------------------------------------------------------------------ */

typedef struct refusal_t {
    const char *field;          /* as Zoom names it; NULL: only the message */
    const char *message;
    const char *ours;           /* the form's field, "" for none */
} refusal_t;

static const refusal_t refusals[] = {
    { "settings.alternative_hosts", "Not licensed.", "settings.alternative_hosts" },
    { "alternative_hosts", "Not licensed.", "settings.alternative_hosts" },
    { "settings.breakout_room.rooms[0].name", "Too long.", "settings.breakout_room" },
    { "recurrence.weekly_days", "Required.", "recurrence.weekly_days" },
    { "tracking_fields[2].value", "Not a value.", "tracking_fields" },
    { "timezone", "Invalid.", "timezone" },
    { "hostPasscode", "Passcode is too weak.", "password" },
    { "something", "Is odd.", "something" },
    { NULL, "Zoom refused this: You cannot schedule a meeting for dean@example.edu",
      "schedule_for" },
    { NULL, "Zoom refused this: The alternative host is not licensed.",
      "settings.alternative_hosts" },
    { NULL, "Zoom refused this: tracking field Course is required", "tracking_fields" },
    { NULL, "Zoom refused this: whatever.", "" },
};

static void test_puts_refusals_into_the_forms_words(void **state)
{
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        lz_problem_t *problem = lz_problem(*state, LZ_P_ZOOM_REFUSED, "refused");
        if (refusals[i].field) {
            lz_problem_field(*state, problem, refusals[i].field, refusals[i].message);
        } else {
            problem->message = refusals[i].message;
        }
        const lz_problem_t *ours = lz_form_refusal(*state, problem);
        assert_int_equal(ours->id, LZ_P_ZOOM_REFUSED);
        if (*refusals[i].ours) {
            assert_non_null(ours->fields);
            assert_int_equal(apr_table_elts(ours->fields)->nelts, 1);
            assert_non_null(apr_table_get(ours->fields, refusals[i].ours));
        } else {
            assert_null(ours->fields);
        }
    }
    const lz_problem_t *other = lz_problem(*state, LZ_P_ZOOM_BUSY, "busy");
    assert_ptr_equal(lz_form_refusal(*state, other), other);
    assert_null(lz_form_refusal(*state, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_compares_every_field),
        pool_test(test_sees_that_rooms_were_dropped),
        pool_test(test_sees_a_passcode_that_nobody_asked_for),
        pool_test(test_says_that_a_lock_was_used),
        pool_test(test_compares_what_was_changed),
        pool_test(test_counts_the_dates_of_a_series),
        pool_test(test_puts_refusals_into_the_forms_words),
    };
    return cmocka_run_group_tests_name("course/meeting_form_compare", tests, apr_setup,
                                       apr_teardown);
}
