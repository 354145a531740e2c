/* SPDX-License-Identifier: Apache-2.0 */
/* The meeting form: its proposal, all that may be wrong with it, Zoom's body, what Zoom changed. */
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

static lz_meeting_form_t form_of(apr_pool_t *pool, const char *text)
{
    lz_meeting_form_t form;
    const lz_problem_t *problem = lz_form_read(pool, parse(pool, text), NOW, &form);
    if (problem) {
        const apr_array_header_t *fields = apr_table_elts(problem->fields);
        fail_msg("%s: %s", text, APR_ARRAY_IDX(fields, 0, apr_table_entry_t).key);
    }
    return form;
}

/* --- the proposal ----------------------------------------------------------------------------- */

static const char *proposal(apr_pool_t *pool, const lz_session_t *session,
                            const lz_person_t *person)
{
    const fake_env_t *fake = fake_env_create(pool);
    return lz_json_text(pool, lz_json_adopt(pool, lz_form_proposal(&fake->env, session, person)));
}

static void test_proposes(void **state)
{
    const lz_session_t session = { .course_title = "Analysis", .time_zone = "Europe/Berlin" };
    const lz_person_t person = { .time_zone = "America/New_York" };
    assert_string_equal(proposal(*state, &session, &person),
                        "{\"topic\":\"Analysis\",\"agenda\":\"\",\"type\":2,"
                        "\"start_time\":\"2026-11-30T10:00:00Z\",\"duration\":60,"
                        "\"timezone\":\"America/New_York\",\"password\":\"\","
                        "\"default_password\":true,\"settings\":{\"waiting_room\":true}}");
    assert_non_null(strstr(proposal(*state, &session, NULL), "\"Europe/Berlin\""));
    const lz_session_t nowhere = { .course_title = "Analysis", .time_zone = "Mars/Olympus" };
    assert_non_null(strstr(proposal(*state, &nowhere, NULL), "\"UTC\""));
}

/* A title of 201 characters of two bytes each is cut after 200. */
static void test_proposes_a_topic_that_fits(void **state)
{
    char title[2 * 201 + 1] = "";
    for (int i = 0; i < 201; i++) {
        memcpy(title + 2 * i, "\xc3\xa4", 3);
    }
    const lz_session_t session = { .course_title = title, .time_zone = "" };
    json_object *form = parse(*state, proposal(*state, &session, NULL));
    assert_int_equal(strlen(lz_json_string(form, "topic")), 400);
    form_of(*state, lz_json_text(*state, form));
}

/* --- what was sent ---------------------------------------------------------------------------- */

static void test_reads_everything(void **state)
{
    const lz_meeting_form_t form = form_of(*state,
        "{\"topic\":\"Lecture\",\"agenda\":\"One\\nTwo\",\"type\":2,"
        "\"start_time\":\"2026-12-01T08:00:00Z\",\"duration\":1440,"
        "\"timezone\":\"Europe/Berlin\",\"password\":\"aB3@-_*xyz\",\"default_password\":false,"
        "\"settings\":{\"waiting_room\":false}}");
    assert_string_equal(form.topic, "Lecture");
    assert_string_equal(form.agenda, "One\nTwo");
    assert_true(form.starts_at == apr_time_from_sec(1796112000));
    assert_int_equal(form.duration, 1440);
    assert_string_equal(form.timezone, "Europe/Berlin");
    assert_string_equal(form.password, "aB3@-_*xyz");
    assert_false(form.default_password);
    assert_false(form.waiting_room);
}

static void test_fills_in_what_was_not_sent(void **state)
{
    const lz_meeting_form_t form = form_of(*state,
        "{\"topic\":\"L\",\"start_time\":\"2026-11-30T09:14:00Z\",\"agenda\":null,"
        "\"duration\":null,\"settings\":null}");
    assert_string_equal(form.agenda, "");
    assert_int_equal(form.duration, 60);
    assert_string_equal(form.timezone, "");
    assert_string_equal(form.password, "");
    assert_true(form.default_password);
    assert_true(form.waiting_room);
}

typedef struct wrong_t {
    const char *sent;           /* member that takes the place of the right one */
    const char *field;
} wrong_t;

static const wrong_t wrongs[] = {
    { "\"topic\":\"\"", "topic" },
    { "\"topic\":\" \\t\\n\"", "topic" },
    { "\"topic\":null", "topic" },
    { "\"topic\":7", "topic" },
    { "\"topic\":\"one\\ntwo\"", "topic" },
    { "\"topic\":[\"a\"]", "topic" },
    { "\"agenda\":true", "agenda" },
    { "\"agenda\":\"\\u0001\"", "agenda" },
    { "\"type\":8", "type" },
    { "\"type\":\"2\"", "type" },
    { "\"start_time\":null", "start_time" },
    { "\"start_time\":\"\"", "start_time" },
    { "\"start_time\":\"2026-12-01T08:00:00\"", "start_time" },
    { "\"start_time\":\"2026-12-01T08:00:00+01:00\"", "start_time" },
    { "\"start_time\":\"2026-02-30T08:00:00Z\"", "start_time" },
    { "\"start_time\":\"tomorrow\"", "start_time" },
    { "\"start_time\":\"2026-11-30T09:13:59Z\"", "start_time" },
    { "\"start_time\":1796112000", "start_time" },
    { "\"duration\":0", "duration" },
    { "\"duration\":-5", "duration" },
    { "\"duration\":1441", "duration" },
    { "\"duration\":60.5", "duration" },
    { "\"duration\":\"60\"", "duration" },
    { "\"duration\":9999999999999", "duration" },
    { "\"timezone\":\"Mars/Olympus\"", "timezone" },
    { "\"timezone\":\"../../etc/passwd\"", "timezone" },
    { "\"timezone\":1", "timezone" },
    { "\"password\":\"12345678901\"", "password" },
    { "\"password\":\"a b\"", "password" },
    { "\"password\":\"\xc3\xa4\"", "password" },
    { "\"password\":123456", "password" },
    { "\"default_password\":\"yes\"", "default_password" },
    { "\"default_password\":1", "default_password" },
    { "\"settings\":[]", "settings" },
    { "\"settings\":\"on\"", "settings" },
    { "\"settings\":{\"waiting_room\":\"on\"}", "settings.waiting_room" },
    { "\"settings\":{\"host_video\":true}", "settings.host_video" },
    { "\"host_id\":\"somebody\"", "host_id" },
    { "\"schedule_for\":\"somebody@example.edu\"", "schedule_for" },
    { "\"recurrence\":{}", "recurrence" },
};

static void test_names_each_wrong_field(void **state)
{
    static const char *const right[] = {
        "\"topic\":\"L\"", "\"start_time\":\"2026-12-01T08:00:00Z\"", NULL
    };
    for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
        const char *text = apr_pstrcat(*state, "{", wrongs[i].sent, NULL);
        for (const char *const *one = right; *one; one++) {
            if (strncmp(*one, wrongs[i].sent, strcspn(*one, ":")) != 0) {
                text = apr_pstrcat(*state, text, ",", *one, NULL);
            }
        }
        lz_meeting_form_t form;
        const lz_problem_t *problem =
            lz_form_read(*state, parse(*state, apr_pstrcat(*state, text, "}", NULL)), NOW, &form);
        if (!problem || problem->id != LZ_P_FIELDS || apr_table_elts(problem->fields)->nelts != 1
            || !apr_table_get(problem->fields, wrongs[i].field)) {
            fail_msg("%s", text);
        }
    }
}

static void test_counts_characters_not_bytes(void **state)
{
    char topic[2 * 201 + 1] = "";
    for (int i = 0; i < 201; i++) {
        memcpy(topic + 2 * i, "\xc3\xa4", 3);
    }
    lz_meeting_form_t form;
    const char *rest = "\",\"start_time\":\"2026-12-01T08:00:00Z\"}";
    assert_non_null(lz_form_read(*state, parse(*state, apr_pstrcat(*state, "{\"topic\":\"", topic,
                                                                   rest, NULL)), NOW, &form));
    form_of(*state, apr_pstrcat(*state, "{\"topic\":\"", topic + 2, rest, NULL));
}

static void test_names_all_wrong_fields_at_once(void **state)
{
    lz_meeting_form_t form;
    const lz_problem_t *problem =
        lz_form_read(*state, parse(*state, "{\"duration\":0,\"password\":\"a b\",\"x\":1,"
                                           "\"settings\":{\"waiting_room\":0,\"y\":1}}"),
                     NOW, &form);
    assert_non_null(problem);
    assert_int_equal(problem->status, 422);
    assert_int_equal(apr_table_elts(problem->fields)->nelts, 7);
}

/* --- to Zoom, and back ------------------------------------------------------------------------ */

static void test_sends_what_was_read_and_nothing_else(void **state)
{
    const lz_meeting_form_t form = form_of(*state,
        "{\"topic\":\"Lecture\",\"start_time\":\"2026-12-01T08:00:00.5Z\",\"duration\":45,"
        "\"timezone\":\"Europe/Berlin\",\"agenda\":\"A\",\"password\":\"abc\"}");
    assert_string_equal(lz_json_text(*state, lz_form_body(*state, &form)),
                        "{\"topic\":\"Lecture\",\"agenda\":\"A\",\"type\":2,"
                        "\"start_time\":\"2026-12-01T08:00:00Z\",\"duration\":45,"
                        "\"timezone\":\"Europe/Berlin\",\"password\":\"abc\","
                        "\"default_password\":true,\"settings\":{\"waiting_room\":true}}");
    const lz_meeting_form_t bare = form_of(*state,
        "{\"topic\":\"L\",\"start_time\":\"2026-12-01T08:00:00Z\",\"default_password\":false}");
    assert_string_equal(lz_json_text(*state, lz_form_body(*state, &bare)),
                        "{\"topic\":\"L\",\"type\":2,\"start_time\":\"2026-12-01T08:00:00Z\","
                        "\"duration\":60,\"default_password\":false,"
                        "\"settings\":{\"waiting_room\":true}}");
}

static const char *compared(apr_pool_t *pool, const char *asked, const char *stored)
{
    const lz_meeting_form_t form = form_of(pool, asked);
    json_object *warnings = lz_json_adopt(pool, json_object_new_array());
    const char *fields = "";
    lz_form_compare(&form, parse(pool, stored), warnings);
    for (size_t i = 0; i < json_object_array_length(warnings); i++) {
        json_object *warning = json_object_array_get_idx(warnings, i);
        assert_string_equal(lz_json_string(warning, "code"), "changed_by_zoom");
        assert_non_null(lz_json_string(warning, "message"));
        fields = apr_pstrcat(pool, fields, lz_json_string(warning, "field"), " ", NULL);
    }
    return fields;
}

static void test_says_what_zoom_changed(void **state)
{
    static const char asked[] =
        "{\"topic\":\"L\",\"agenda\":\"A\",\"start_time\":\"2026-12-01T08:00:00Z\","
        "\"duration\":45,\"timezone\":\"Europe/Berlin\",\"password\":\"abc\"}";
    static const char open[] =
        "{\"topic\":\"L\",\"start_time\":\"2026-12-01T08:00:00Z\",\"default_password\":false,"
        "\"settings\":{\"waiting_room\":false}}";
    assert_string_equal(compared(*state, asked, "{}"), "");
    assert_string_equal(compared(*state, asked,
        "{\"topic\":\"L\",\"agenda\":\"A\",\"start_time\":\"2026-12-01T08:00:00Z\","
        "\"duration\":45,\"timezone\":\"Europe/Berlin\",\"password\":\"abc\","
        "\"settings\":{\"waiting_room\":true}}"), "");
    assert_string_equal(compared(*state, asked,
        "{\"topic\":\"M\",\"agenda\":\"\",\"start_time\":\"2026-12-01T08:01:00Z\","
        "\"duration\":40,\"timezone\":\"UTC\",\"password\":\"abd\","
        "\"settings\":{\"waiting_room\":false}}"),
        "topic agenda start_time duration timezone password settings.waiting_room ");
    assert_string_equal(compared(*state, open, "{\"password\":\"\"}"), "");
    assert_string_equal(compared(*state, open,
        "{\"password\":\"123456\",\"settings\":{\"waiting_room\":true}}"),
        "password settings.waiting_room ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_proposes),
        pool_test(test_proposes_a_topic_that_fits),
        pool_test(test_reads_everything),
        pool_test(test_fills_in_what_was_not_sent),
        pool_test(test_names_each_wrong_field),
        pool_test(test_counts_characters_not_bytes),
        pool_test(test_names_all_wrong_fields_at_once),
        pool_test(test_sends_what_was_read_and_nothing_else),
        pool_test(test_says_what_zoom_changed),
    };
    return cmocka_run_group_tests_name("course/meeting_form", tests, apr_setup, apr_teardown);
}
