/* SPDX-License-Identifier: Apache-2.0 */
/* The meeting form: each rule, what is right beside what is wrong. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/meeting_form.h"
#include "support/form_given.h"

/* A form that is right and the same with one thing wrong, of which the fields are named. */
typedef struct rule_t {
    const char *right;          /* members beside those of SINGLE, or a whole form */
    const char *wrong;
    const char *fields;
    const char *options;
} rule_t;

static const char *whole(apr_pool_t *pool, const char *members)
{
    return *members == '{' ? members
           : apr_pstrcat(pool, "{" SINGLE, *members ? "," : "", members, "}", NULL);
}

static void check_rules(apr_pool_t *pool, const rule_t *rules, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        lz_meeting_form_t form;
        const given_t right = { LZ_FORM_CREATE, rules[i].options, NULL,
                                whole(pool, rules[i].right) };
        const given_t wrong = { LZ_FORM_CREATE, rules[i].options, NULL,
                                whole(pool, rules[i].wrong) };
        form_accepted(pool, &right);
        const lz_problem_t *problem = form_read(pool, &wrong, &form);
        const char *fields = form_wrong_fields(pool, problem);
        if (!problem || problem->id != LZ_P_FIELDS || problem->status != 422
            || strcmp(fields, rules[i].fields) != 0) {
            fail_msg("%s: \"%s\", not \"%s\"", wrong.sent, fields, rules[i].fields);
        }
    }
}

#define CHECK_RULES(pool, rules) check_rules(pool, rules, sizeof(rules) / sizeof((rules)[0]))

/* --- each field ------------------------------------------------------------------------------- */

static const rule_t plain_rules[] = {
    { "\"agenda\":\"\"", "{\"start_time\":\"2026-12-01T08:00:00Z\"}", "topic", NULL },
    { "", "{\"start_time\":\"2026-12-01T08:00:00Z\",\"topic\":\"\"}", "topic", NULL },
    { "", "{\"start_time\":\"2026-12-01T08:00:00Z\",\"topic\":\" \\t\\n\"}", "topic", NULL },
    { "", "{\"start_time\":\"2026-12-01T08:00:00Z\",\"topic\":null}", "topic", NULL },
    { "", "{\"start_time\":\"2026-12-01T08:00:00Z\",\"topic\":7}", "topic", NULL },
    { "", "{\"start_time\":\"2026-12-01T08:00:00Z\",\"topic\":\"one\\ntwo\"}", "topic", NULL },
    { "", "{\"start_time\":\"2026-12-01T08:00:00Z\",\"topic\":\"a\\u0000b\"}", "topic", NULL },
    { "\"agenda\":\"One\\nTwo\\t\"", "\"agenda\":\"\\u0001\"", "agenda", NULL },
    { "\"agenda\":null", "\"agenda\":true", "agenda", NULL },
    { "\"type\":2", "\"type\":1", "type", NULL },
    { "\"type\":null", "\"type\":\"2\"", "type", NULL },
    { "", "{\"topic\":\"L\"}", "start_time", NULL },
    { "", "{\"topic\":\"L\",\"start_time\":null}", "start_time", NULL },
    { "", "{\"topic\":\"L\",\"start_time\":\"\"}", "start_time", NULL },
    { "", "{\"topic\":\"L\",\"start_time\":\"2026-12-01T08:00:00\"}", "start_time", NULL },
    { "", "{\"topic\":\"L\",\"start_time\":\"2026-12-01T08:00:00+01:00\"}", "start_time", NULL },
    { "", "{\"topic\":\"L\",\"start_time\":\"2026-02-30T08:00:00Z\"}", "start_time", NULL },
    { "", "{\"topic\":\"L\",\"start_time\":\"tomorrow\"}", "start_time", NULL },
    { "", "{\"topic\":\"L\",\"start_time\":1796112000}", "start_time", NULL },
    { "{\"topic\":\"L\",\"start_time\":\"2026-11-30T09:14:00Z\"}",
      "{\"topic\":\"L\",\"start_time\":\"2026-11-30T09:13:59Z\"}", "start_time", NULL },
    { "\"duration\":1", "\"duration\":0", "duration", NULL },
    { "\"duration\":1440", "\"duration\":1441", "duration", NULL },
    { "\"duration\":null", "\"duration\":60.5", "duration", NULL },
    { "", "\"duration\":\"60\"", "duration", NULL },
    { "", "\"duration\":9999999999999", "duration", NULL },
    { "\"timezone\":\"Europe/Berlin\"", "\"timezone\":\"Mars/Olympus\"", "timezone", NULL },
    { "\"timezone\":\"\"", "\"timezone\":\"../../etc/passwd\"", "timezone", NULL },
    { "", "\"timezone\":1", "timezone", NULL },
    { "\"password\":\"aB3@-_*xyz\"", "\"password\":\"12345678901\"", "password", NULL },
    { "\"password\":\"\"", "\"password\":\"a b\"", "password", NULL },
    { "", "\"password\":\"\xc3\xa4\"", "password", NULL },
    { "", "\"password\":123456", "password", NULL },
    { "\"default_password\":false", "\"default_password\":\"yes\"", "default_password", NULL },
    { "", "\"default_password\":1", "default_password", NULL },
    { "\"settings\":{}", "\"settings\":[]", "settings", NULL },
    { "\"settings\":null", "\"settings\":\"on\"", "settings", NULL },
    { "", "\"host_id\":\"somebody\"", "host_id", NULL },
    { "", "\"settings\":{\"watermark\":true}", "settings.watermark", NULL },
    { "\"settings\":{\"host_video\":true}", "\"settings\":{\"host_video\":\"on\"}",
      "settings.host_video", NULL },
    { "\"settings\":{\"participant_video\":true}", "\"settings\":{\"participant_video\":1}",
      "settings.participant_video", NULL },
    { "\"settings\":{\"audio\":\"both\"}", "\"settings\":{\"audio\":\"thirdParty\"}",
      "settings.audio", NULL },
    { "\"settings\":{\"audio\":\"telephony\"}", "\"settings\":{\"audio\":\"\"}",
      "settings.audio", NULL },
    { "\"settings\":{\"audio\":\"voip\"}", "\"settings\":{\"audio\":\"voi\"}",
      "settings.audio", NULL },
    { "\"settings\":{\"jbh_time\":15}", "\"settings\":{\"jbh_time\":1}", "settings.jbh_time",
      NULL },
    { "\"settings\":{\"jbh_time\":0}", "\"settings\":{\"jbh_time\":\"5\"}", "settings.jbh_time",
      NULL },
    { "\"settings\":{\"mute_upon_entry\":false}", "\"settings\":{\"mute_upon_entry\":[]}",
      "settings.mute_upon_entry", NULL },
    { "\"settings\":{\"waiting_room\":false}", "\"settings\":{\"waiting_room\":\"on\"}",
      "settings.waiting_room", NULL },
    { "\"settings\":{\"approval_type\":0}", "\"settings\":{\"approval_type\":1}",
      "settings.approval_type", NULL },
    { "\"settings\":{\"auto_recording\":\"cloud\"}",
      "\"settings\":{\"auto_recording\":\"local\"}", "settings.auto_recording", NULL },
    { "\"settings\":{\"alternative_hosts_email_notification\":false}",
      "\"settings\":{\"alternative_hosts_email_notification\":0}",
      "settings.alternative_hosts_email_notification", NULL },
    { "\"settings\":{\"meeting_authentication\":true}",
      "\"settings\":{\"meeting_authentication\":\"signIn\"}", "settings.meeting_authentication",
      NULL },
    { "\"settings\":{\"focus_mode\":true}", "\"settings\":{\"focus_mode\":\"true\"}",
      "settings.focus_mode", NULL },
};

static void test_each_field_has_its_rule(void **state)
{
    CHECK_RULES(*state, plain_rules);
}

/* --- kinds of meetings ------------------------------------------------------------------------ */

static const rule_t kind_rules[] = {
    { "{\"topic\":\"L\",\"type\":3}", "\"type\":3", "start_time", NULL },
    { "{\"topic\":\"L\",\"type\":3,\"start_time\":\"\"}", "{\"topic\":\"L\",\"type\":8}",
      "recurrence start_time", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}", "\"recurrence\":{\"type\":1,\"end_times\":2}",
      "recurrence", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}", "\"type\":8", "recurrence", NULL },
    { "\"settings\":{\"use_pmi\":true}",
      "{" SERIES "{\"type\":1,\"end_times\":2},\"settings\":{\"use_pmi\":true}}",
      "settings.use_pmi", NULL },
    { "{\"topic\":\"L\",\"type\":3,\"settings\":{\"use_pmi\":true}}",
      "\"settings\":{\"use_pmi\":\"yes\"}", "settings.use_pmi", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2},\"settings\":{\"approval_type\":0,"
      "\"registration_type\":3}}",
      "\"settings\":{\"approval_type\":0,\"registration_type\":1}", "settings.registration_type",
      NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2},\"settings\":{\"registration_type\":1}}",
      "{" SERIES "{\"type\":1,\"end_times\":2},\"settings\":{\"registration_type\":4}}",
      "settings.registration_type", NULL },
};

static void test_each_kind_of_meeting_has_its_fields(void **state)
{
    CHECK_RULES(*state, kind_rules);
}

static const rule_t recurrence_rules[] = {
    { "{" SERIES "{\"type\":1,\"end_times\":60}}", "{" SERIES "{\"type\":1,\"end_times\":61}}",
      "recurrence.end_times", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":1}}", "{" SERIES "{\"type\":1,\"end_times\":0}}",
      "recurrence.end_times", NULL },
    { "{" SERIES "{\"type\":1,\"end_date_time\":\"2026-12-01T08:00:00Z\"}}",
      "{" SERIES "{\"type\":1,\"end_date_time\":\"2026-12-01T07:59:59Z\"}}",
      "recurrence.end_date_time", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2,\"end_date_time\":null}}",
      "{" SERIES "{\"type\":1,\"end_times\":2,\"end_date_time\":\"2026-12-09T08:00:00Z\"}}",
      "recurrence.end_times", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}", "{" SERIES "{\"type\":1}}",
      "recurrence.end_times", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":1,\"end_date_time\":\"2026-12-09\"}}", "recurrence.end_date_time",
      NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2,\"repeat_interval\":99}}",
      "{" SERIES "{\"type\":1,\"end_times\":2,\"repeat_interval\":100}}",
      "recurrence.repeat_interval", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2,\"repeat_interval\":1}}",
      "{" SERIES "{\"type\":1,\"end_times\":2,\"repeat_interval\":0}}",
      "recurrence.repeat_interval", NULL },
    { "{" SERIES "{\"type\":2,\"weekly_days\":\"1,7\",\"end_times\":2,\"repeat_interval\":50}}",
      "{" SERIES "{\"type\":2,\"weekly_days\":\"1,7\",\"end_times\":2,\"repeat_interval\":51}}",
      "recurrence.repeat_interval", NULL },
    { "{" SERIES "{\"type\":3,\"monthly_day\":31,\"end_times\":2,\"repeat_interval\":10}}",
      "{" SERIES "{\"type\":3,\"monthly_day\":31,\"end_times\":2,\"repeat_interval\":11}}",
      "recurrence.repeat_interval", NULL },
    { "{" SERIES "{\"type\":2,\"weekly_days\":\"2\",\"end_times\":2}}",
      "{" SERIES "{\"type\":2,\"end_times\":2}}", "recurrence.weekly_days", NULL },
    { "{" SERIES "{\"type\":2,\"weekly_days\":\"4,2\",\"end_times\":2}}",
      "{" SERIES "{\"type\":2,\"weekly_days\":\"2,2\",\"end_times\":2}}",
      "recurrence.weekly_days", NULL },
    { "{" SERIES "{\"type\":2,\"weekly_days\":\"7\",\"end_times\":2}}",
      "{" SERIES "{\"type\":2,\"weekly_days\":\"8\",\"end_times\":2}}", "recurrence.weekly_days",
      NULL },
    { "{" SERIES "{\"type\":2,\"weekly_days\":\"1\",\"end_times\":2}}",
      "{" SERIES "{\"type\":2,\"weekly_days\":\"1,\",\"end_times\":2}}",
      "recurrence.weekly_days", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":1,\"weekly_days\":\"1\",\"end_times\":2}}", "recurrence.weekly_days",
      NULL },
    { "{" SERIES "{\"type\":2,\"weekly_days\":\"1\",\"end_times\":2}}",
      "{" SERIES "{\"type\":2,\"weekly_days\":2,\"end_times\":2}}", "recurrence.weekly_days",
      NULL },
    { "{" SERIES "{\"type\":3,\"monthly_day\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"monthly_day\":0,\"end_times\":2}}", "recurrence.monthly_day",
      NULL },
    { "{" SERIES "{\"type\":3,\"monthly_day\":31,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"monthly_day\":32,\"end_times\":2}}", "recurrence.monthly_day",
      NULL },
    { "{" SERIES "{\"type\":3,\"monthly_week\":-1,\"monthly_week_day\":7,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"monthly_week\":5,\"monthly_week_day\":7,\"end_times\":2}}",
      "recurrence.monthly_week", NULL },
    { "{" SERIES "{\"type\":3,\"monthly_week\":4,\"monthly_week_day\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"monthly_week\":0,\"monthly_week_day\":1,\"end_times\":2}}",
      "recurrence.monthly_week", NULL },
    { "{" SERIES "{\"type\":3,\"monthly_week\":1,\"monthly_week_day\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"monthly_week\":1,\"end_times\":2}}",
      "recurrence.monthly_week_day", NULL },
    { "{" SERIES "{\"type\":3,\"monthly_week\":1,\"monthly_week_day\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"monthly_week_day\":1,\"end_times\":2}}",
      "recurrence.monthly_week", NULL },
    { "{" SERIES "{\"type\":3,\"monthly_day\":2,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"monthly_day\":2,\"monthly_week\":1,\"monthly_week_day\":1,"
      "\"end_times\":2}}", "recurrence.monthly_day", NULL },
    { "{" SERIES "{\"type\":3,\"monthly_day\":2,\"end_times\":2}}",
      "{" SERIES "{\"type\":3,\"end_times\":2}}", "recurrence.monthly_day", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":1,\"monthly_day\":2,\"end_times\":2}}", "recurrence.monthly_day",
      NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}", "{" SERIES "{\"type\":4,\"end_times\":2}}",
      "recurrence.type", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}", "{" SERIES "{\"end_times\":2}}",
      "recurrence.type", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}", "{" SERIES "[]}", "recurrence", NULL },
    { "{" SERIES "{\"type\":1,\"end_times\":2}}",
      "{" SERIES "{\"type\":1,\"end_times\":2,\"every\":1}}", "recurrence.every", NULL },
};

static void test_recurrence(void **state)
{
    CHECK_RULES(*state, recurrence_rules);
}

/* --- fields that belong together -------------------------------------------------------------- */

static const rule_t together_rules[] = {
    { "\"settings\":{\"waiting_room\":false,\"join_before_host\":true}",
      "\"settings\":{\"waiting_room\":true,\"join_before_host\":true}",
      "settings.join_before_host", NULL },
    { "\"settings\":{\"alternative_hosts\":\"Bruno@Example.edu; c@example.edu;\"}",
      "\"settings\":{\"alternative_hosts\":\"bruno; c@example.edu\"}",
      "settings.alternative_hosts", NULL },
    { "\"settings\":{\"alternative_hosts\":\"\"}",
      "\"settings\":{\"alternative_hosts\":\"AMARA@example.edu\"}",
      "settings.alternative_hosts", NULL },
    { "\"settings\":{\"alternative_hosts\":\"amara@example.edu\"},"
      "\"schedule_for\":\"bruno@example.edu\"",
      "\"settings\":{\"alternative_hosts\":\"bruno@example.edu\"},"
      "\"schedule_for\":\"bruno@example.edu\"", "settings.alternative_hosts", NULL },
    { "", "\"settings\":{\"alternative_hosts\":[\"bruno@example.edu\"]}",
      "settings.alternative_hosts", NULL },
    { "\"schedule_for\":\"bruno@example.edu\"", "\"schedule_for\":\"bruno\"", "schedule_for",
      NULL },
    { "\"schedule_for\":\"\"", "\"schedule_for\":\"a@b.c;d@e.f\"", "schedule_for", NULL },
    { "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\"A\","
      "\"participants\":[\"x@example.edu\"]},{\"name\":\"B\",\"participants\":[]}]}}",
      "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\"A\"},"
      "{\"name\":\"a\"}]}}", "settings.breakout_room.rooms", NULL },
    { "\"settings\":{\"breakout_room\":{\"enable\":false}}",
      "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\"A\","
      "\"participants\":[\"x@example.edu\"]},{\"name\":\"B\",\"participants\":"
      "[\"X@example.edu\"]}]}}", "settings.breakout_room.rooms", NULL },
    { "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[]}}",
      "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\" \"}]}}",
      "settings.breakout_room.rooms", NULL },
    { "", "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\"A\","
      "\"participants\":[\"xena\"]}]}}", "settings.breakout_room.rooms", NULL },
    { "", "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[{\"name\":\"A\","
      "\"participants\":\"x@example.edu\"}]}}", "settings.breakout_room.rooms", NULL },
    { "", "\"settings\":{\"breakout_room\":{\"enable\":1}}", "settings.breakout_room", NULL },
    { "", "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":{}}}",
      "settings.breakout_room", NULL },
    { "", "\"settings\":{\"breakout_room\":true}", "settings.breakout_room", NULL },
    { "\"settings\":{\"additional_data_center_regions\":[\"EU\",\"EU\"]}",
      "\"settings\":{\"additional_data_center_regions\":[\"Europe\"]}",
      "settings.additional_data_center_regions", NULL },
    { "", "\"settings\":{\"additional_data_center_regions\":\"EU\"}",
      "settings.additional_data_center_regions", NULL },
    { "\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"C1\"}]",
      "\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"C1\"},{\"field\":\"Course\"}]",
      "tracking_fields.Course", NULL },
    { "\"tracking_fields\":[]", "\"tracking_fields\":{\"Course\":\"C1\"}", "tracking_fields",
      NULL },
    { "", "\"tracking_fields\":[{\"value\":\"C1\"}]", "tracking_fields", NULL },
    { "", "\"tracking_fields\":[{\"field\":\"Course\",\"value\":7}]", "tracking_fields.Course",
      NULL },
};

static void test_fields_that_belong_together(void **state)
{
    CHECK_RULES(*state, together_rules);
}

/* --- what the account allows ------------------------------------------------------------------ */

static const rule_t option_rules[] = {
    { "\"password\":\"1234567\"", "\"password\":\"123456\"", "password", POLICY("\"length\":7") },
    { "\"password\":\"a\"", "\"password\":\"1\"", "password", POLICY("\"have_letter\":true") },
    { "\"password\":\"a1\"", "\"password\":\"a\"", "password", POLICY("\"have_number\":true") },
    { "\"password\":\"1\"", "\"password\":\"1a\"", "password",
      POLICY("\"only_allow_numeric\":true") },
    { "\"password\":\"a@\"", "\"password\":\"a1\"", "password",
      POLICY("\"have_special_character\":true") },
    { "\"password\":\"aB\"", "\"password\":\"ab\"", "password",
      POLICY("\"have_upper_and_lower_characters\":true") },
    { "\"password\":\"1112223\"", "\"password\":\"1111\"", "password",
      POLICY("\"consecutive_characters_length\":4") },
    { "\"password\":\"1243\"", "\"password\":\"x1234\"", "password",
      POLICY("\"consecutive_characters_length\":4") },
    { "\"password\":\"\"", "\"password\":\"12345\"", "password",
      POLICY("\"required\":true,\"length\":6") },
    { "\"schedule_for\":\"Bruno@example.edu\"", "\"schedule_for\":\"carla@example.edu\"",
      "schedule_for", "{\"schedule_for\":[{\"email\":\"bruno@Example.edu\",\"name\":\"B\"}]}" },
    { "\"schedule_for\":\"amara@example.edu\"", "\"schedule_for\":\"bruno@example.edu\"",
      "schedule_for", "{\"schedule_for\":[]}" },
    { "\"settings\":{\"additional_data_center_regions\":[\"EU\"]}",
      "\"settings\":{\"additional_data_center_regions\":[\"EU\",\"CN\"]}",
      "settings.additional_data_center_regions", "{\"regions\":[\"EU\",\"AU\"]}" },
    { "\"settings\":{\"meeting_authentication\":true,\"authentication_option\":\"signIn_1\"}",
      "\"settings\":{\"meeting_authentication\":true,\"authentication_option\":\"signIn_2\"}",
      "settings.authentication_option",
      "{\"authentication_options\":[{\"id\":\"signIn_1\",\"name\":\"Campus\"}]}" },
    { "\"settings\":{\"approval_type\":2}", "\"settings\":{\"approval_type\":0}",
      "settings.approval_type", "{\"registration_allowed\":false}" },
    { "\"settings\":{\"auto_recording\":\"none\"}", "\"settings\":{\"auto_recording\":\"cloud\"}",
      "settings.auto_recording", "{\"recording_allowed\":false}" },
    { "\"settings\":{\"focus_mode\":false}", "\"settings\":{\"focus_mode\":true}",
      "settings.focus_mode", "{\"focus_mode_allowed\":false}" },
    { "\"settings\":{\"breakout_room\":{\"enable\":false}}",
      "\"settings\":{\"breakout_room\":{\"enable\":true,\"rooms\":[]}}",
      "settings.breakout_room", "{\"breakout\":{\"allowed\":false}}" },
    { "\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"C1\"}]",
      "\"tracking_fields\":[{\"field\":\"course\",\"value\":\"C1\"}]", "tracking_fields.course",
      "{\"tracking_fields\":[{\"field\":\"Course\"}]}" },
    { "\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"C1\"}]", "",
      "tracking_fields.Course",
      "{\"tracking_fields\":[{\"field\":\"Course\",\"required\":true}]}" },
    { "\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"C1\"}]",
      "\"tracking_fields\":[{\"field\":\"Course\",\"value\":\"\"}]", "tracking_fields.Course",
      "{\"tracking_fields\":[{\"field\":\"Course\",\"required\":true}]}" },
};

static void test_what_the_account_allows(void **state)
{
    CHECK_RULES(*state, option_rules);
}

/* The same policies say nothing where nothing is known of them. */
static void test_what_is_unknown_is_left_to_zoom(void **state)
{
    for (size_t i = 0; i < sizeof(option_rules) / sizeof(option_rules[0]); i++) {
        const given_t given = { LZ_FORM_CREATE, NULL, NULL,
                                whole(*state, option_rules[i].wrong) };
        form_accepted(*state, &given);
    }
}

/* --- all at once, characters, lengths --------------------------------------------------------- */

static void test_counts_characters_not_bytes(void **state)
{
    char topic[2 * 201 + 1] = "";
    for (int i = 0; i < 201; i++) {
        memcpy(topic + 2 * i, "\xc3\xa4", 3);
    }
    const char *rest = "\",\"start_time\":\"2026-12-01T08:00:00Z\"}";
    lz_meeting_form_t form;
    const given_t given = { LZ_FORM_CREATE, NULL, NULL,
                            apr_pstrcat(*state, "{\"topic\":\"", topic, rest, NULL) };
    assert_string_equal(form_wrong_fields(*state, form_read(*state, &given, &form)), "topic");
    form_of(*state, apr_pstrcat(*state, "{\"topic\":\"", topic + 2, rest, NULL));
}

static void test_names_all_wrong_fields_at_once(void **state)
{
    lz_meeting_form_t form;
    const given_t given = {
        LZ_FORM_CREATE, NULL, NULL,
        "{\"duration\":0,\"password\":\"a b\",\"x\":1,\"type\":8,"
        "\"recurrence\":{\"type\":2,\"repeat_interval\":99,\"end_times\":90},"
        "\"settings\":{\"waiting_room\":0,\"y\":1,\"jbh_time\":3,\"alternative_hosts\":\"z\"}}"
    };
    const lz_problem_t *problem = form_read(*state, &given, &form);
    assert_non_null(problem);
    assert_int_equal(problem->status, 422);
    assert_string_equal(form_wrong_fields(*state, problem),
                        "x settings.y duration password recurrence.repeat_interval "
                        "recurrence.weekly_days recurrence.end_times settings.jbh_time "
                        "settings.waiting_room settings.alternative_hosts topic start_time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_each_field_has_its_rule),
        pool_test(test_each_kind_of_meeting_has_its_fields),
        pool_test(test_recurrence),
        pool_test(test_fields_that_belong_together),
        pool_test(test_what_the_account_allows),
        pool_test(test_what_is_unknown_is_left_to_zoom),
        pool_test(test_counts_characters_not_bytes),
        pool_test(test_names_all_wrong_fields_at_once),
    };
    return cmocka_run_group_tests_name("course/meeting_form", tests, apr_setup, apr_teardown);
}
