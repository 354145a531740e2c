/* SPDX-License-Identifier: Apache-2.0 */
/* The meeting form: all that may be wrong with it, and Zoom's body. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/meeting_form.h"
#include "support/fake_env.h"

#define NOW FAKE_CLOCK_START    /* 2026-11-30T09:15:00Z */

static json_object *parse(apr_pool_t *pool, const char *text)
{
    const char *reason = "";
    json_object *json = lz_json_parse(pool, text, strlen(text), LZ_JSON_OBJECT, &reason);
    if (!json) {
        fail_msg("%s: %s", reason, text);
    }
    return json;
}

/* What a form is read with: terms and forms as JSON, NULL for none. */
typedef struct given_t {
    lz_form_mode_e  mode;
    const char     *options;
    const char     *before;
    const char     *sent;
} given_t;

static const lz_problem_t *read_given(apr_pool_t *pool, const given_t *given,
                                      lz_meeting_form_t *form)
{
    const lz_form_terms_t terms = {
        .mode = given->mode,
        .now = NOW,
        .options = given->options ? parse(pool, given->options) : NULL,
        .before = given->before ? parse(pool, given->before) : NULL,
        .host_email = "amara@example.edu"
    };
    return lz_form_read(pool, &terms, parse(pool, given->sent), form);
}

/* The wrong fields, in order and with blanks between; "" for none. */
static const char *wrong_fields(apr_pool_t *pool, const lz_problem_t *problem)
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

static lz_meeting_form_t accepted(apr_pool_t *pool, const given_t *given)
{
    lz_meeting_form_t form;
    const lz_problem_t *problem = read_given(pool, given, &form);
    if (problem) {
        const apr_array_header_t *fields = apr_table_elts(problem->fields);
        const apr_table_entry_t *first = &APR_ARRAY_IDX(fields, 0, apr_table_entry_t);
        fail_msg("%s: %s: %s", given->sent, first->key, first->val);
    }
    return form;
}

static lz_meeting_form_t form_of(apr_pool_t *pool, const char *text)
{
    const given_t given = { LZ_FORM_CREATE, NULL, NULL, text };
    return accepted(pool, &given);
}

#define SINGLE "\"topic\":\"L\",\"start_time\":\"2026-12-01T08:00:00Z\""
#define SERIES SINGLE ",\"type\":8,\"recurrence\":"

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
        accepted(pool, &right);
        const lz_problem_t *problem = read_given(pool, &wrong, &form);
        const char *fields = wrong_fields(pool, problem);
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

#define POLICY(rules) "{\"password_policy\":{" rules "}}"

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
      "tracking_fields.Course", "{\"tracking_fields\":[{\"field\":\"Course\",\"required\":true}]}" },
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
        accepted(*state, &given);
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
    assert_string_equal(wrong_fields(*state, read_given(*state, &given, &form)), "topic");
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
    const lz_problem_t *problem = read_given(*state, &given, &form);
    assert_non_null(problem);
    assert_int_equal(problem->status, 422);
    assert_string_equal(wrong_fields(*state, problem),
                        "x settings.y duration password recurrence.repeat_interval "
                        "recurrence.weekly_days recurrence.end_times settings.jbh_time "
                        "settings.waiting_room settings.alternative_hosts topic start_time");
}

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
        .now = NOW,
        .proposal = parse(*state, "{\"topic\":\"Course\",\"start_time\":\"2026-12-01T08:00:00Z\","
                                  "\"duration\":90,\"timezone\":\"Europe/Berlin\","
                                  "\"settings\":{\"waiting_room\":false,\"host_video\":true}}")
    };
    assert_null(lz_form_read(*state, &terms, parse(*state, "{" SINGLE ",\"settings\":"
                                                   "{\"host_video\":false}}"), &form));
    assert_string_equal(in_body(*state, &form, "duration"), "90");
    assert_string_equal(in_body(*state, &form, "timezone"), "\"Europe/Berlin\"");
    assert_string_equal(in_body(*state, &form, "settings.waiting_room"), "false");
    assert_string_equal(in_body(*state, &form, "settings.host_video"), "false");
    assert_string_equal(in_body(*state, &form, "settings.mute_upon_entry"), "true");
    assert_string_equal(in_body(*state, &form, "password"), "(none)");
    /* neither the topic nor the start is made up */
    assert_string_equal(wrong_fields(*state, lz_form_read(*state, &terms, parse(*state, "{}"),
                                                          &form)), "topic start_time");
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
        .mode = LZ_FORM_CREATE, .now = NOW,
        .proposal = parse(*state, "{\"settings\":{\"join_before_host\":true,"
                                  "\"waiting_room\":false}}")
    };
    assert_null(lz_form_read(*state, &terms, parse(*state, "{" SINGLE ",\"settings\":"
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
    lz_meeting_form_t form = accepted(*state, &nothing);
    assert_string_equal(in_body(*state, &form, "tracking_fields"),
                        "[{\"field\":\"Course\",\"value\":\"CHEM-2\"}]");
    const given_t some = { LZ_FORM_CREATE, options, NULL,
                           "{" SINGLE ",\"tracking_fields\":[{\"field\":\"Room\","
                           "\"value\":\"101\"},{\"field\":\"Course\",\"value\":\"CHEM-3\"}]}" };
    form = accepted(*state, &some);
    assert_string_equal(in_body(*state, &form, "tracking_fields"),
                        "[{\"field\":\"Room\",\"value\":\"101\"},"
                        "{\"field\":\"Course\",\"value\":\"CHEM-3\"}]");
    const given_t change = { LZ_FORM_CHANGE, options,
                             "{\"topic\":\"L\",\"type\":3,\"tracking_fields\":"
                             "[{\"field\":\"Course\",\"value\":\"OLD\"}]}",
                             "{\"tracking_fields\":[{\"field\":\"Room\",\"value\":\"7\"}]}" };
    form = accepted(*state, &change);
    assert_string_equal(in_body(*state, &form, "tracking_fields"),
                        "[{\"field\":\"Room\",\"value\":\"7\"},"
                        "{\"field\":\"Course\",\"value\":\"OLD\"}]");
}

static void test_schedules_for_somebody_else(void **state)
{
    const lz_meeting_form_t form = form_of(*state, "{" SINGLE ",\"schedule_for\":"
                                                   "\"Bruno@Example.edu\"}");
    assert_string_equal(form.schedule_for, "bruno@example.edu");
    assert_string_equal(in_body(*state, &form, "schedule_for"), "(none)");
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
    const lz_meeting_form_t form = accepted(*state, &given);
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
    lz_meeting_form_t form = accepted(*state, &other);
    assert_string_equal(lz_json_text(*state, form.body),
                        "{\"topic\":\"M\",\"settings\":{\"waiting_room\":true}}");
    assert_int_equal(form.overruled->nelts, 0);
    const given_t against = { LZ_FORM_CHANGE, options, before,
                              "{\"settings\":{\"waiting_room\":false}}" };
    form = accepted(*state, &against);
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
        const lz_problem_t *problem = read_given(*state, &given, &form);
        if (change->fields) {
            if (strcmp(wrong_fields(*state, problem), change->fields) != 0) {
                fail_msg("%s: %s", change->sent, wrong_fields(*state, problem));
            }
        } else {
            form = accepted(*state, &given);
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
    assert_string_equal(wrong_fields(*state, read_given(*state, &given, &form)), "password");
}

/* What the meeting has after a change, for who keeps it. */
static void test_knows_what_becomes_of_a_meeting(void **state)
{
    const given_t given = { LZ_FORM_CHANGE, NULL, BEFORE, "{\"duration\":30}" };
    const lz_meeting_form_t form = accepted(*state, &given);
    assert_string_equal(form.topic, "L");
    assert_int_equal(form.type, LZ_MEETING_SERIES);
    assert_int_equal(form.duration, 30);
    assert_string_equal(form.timezone, "Europe/Berlin");
    assert_null(form.alternative_hosts);
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
    return cmocka_run_group_tests_name("course/meeting_form", tests, apr_setup, apr_teardown);
}
