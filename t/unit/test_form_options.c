/* SPDX-License-Identifier: Apache-2.0 */
/* What the form proposes and offers: the host, the account, the admin, the course. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/form_choice.h"
#include "course/form_options.h"
#include "course/form_tracking.h"
#include "support/form_given.h"

static const char *at(apr_pool_t *pool, json_object *object, const char *path)
{
    json_object *value = lz_json_path(object, path);
    return value ? lz_json_text(pool, value) : "(none)";
}

/* A member whose name has dots. */
static const char *lock_at(apr_pool_t *pool, json_object *options, const char *path)
{
    json_object *lock = lz_json_member(lz_json_object(options, "locks"), path);
    return lock ? lz_json_text(pool, lock) : "(none)";
}

static apr_array_header_t *choices(apr_pool_t *pool, const char *name, const char *value)
{
    apr_array_header_t *list = apr_array_make(pool, 1, sizeof(lz_form_choice_t));
    assert_null(lz_form_choice_read(pool, name, value, apr_array_push(list)));
    return list;
}

static const lz_person_t amara = {
    .zoom_id = "host-1", .email = "amara@example.edu", .name = "Amara", .time_zone = "UTC",
    .pmi = "5551234567", .group = "", .licensed = 1
};

/* --- nothing known ---------------------------------------------------------------------------- */

static void test_knows_nothing_and_says_so(void **state)
{
    const lz_host_setup_t setup = { .parts = { NULL } };
    const lz_site_t site = { .base_url = "" };
    json_object *options = lz_form_options(*state, &setup, NULL, &site);
    assert_string_equal(lz_json_text(*state, options), "{\"locks\":{}}");
    json_object *form = lz_form_defaults(*state, &setup, &site, NULL, options);
    assert_string_equal(lz_json_text(*state, form),
                        "{\"agenda\":\"\",\"type\":2,\"duration\":60,\"timezone\":\"\","
                        "\"password\":\"\",\"default_password\":true,\"settings\":{"
                        "\"host_video\":false,\"participant_video\":false,\"audio\":\"both\","
                        "\"join_before_host\":false,\"jbh_time\":0,\"mute_upon_entry\":true,"
                        "\"waiting_room\":true,\"use_pmi\":false,\"approval_type\":2,"
                        "\"alternative_hosts_email_notification\":true,"
                        "\"auto_recording\":\"none\",\"meeting_authentication\":false,"
                        "\"focus_mode\":false},\"sections\":[]}");
}

/* --- the host's settings ---------------------------------------------------------------------- */

#define SETTINGS "{\"schedule_meeting\":{\"host_video\":true,\"participants_video\":true," \
    "\"audio_type\":\"voip\",\"join_before_host\":true," \
    "\"use_pmi_for_scheduled_meetings\":true," \
    "\"require_password_for_scheduling_new_meetings\":true," \
    "\"meeting_password_requirement\":{\"length\":6}},\"in_meeting\":{\"waiting_room\":false," \
    "\"breakout_room\":true,\"breakout_room_schedule\":true," \
    "\"allow_host_to_enable_focus_mode\":false,\"attention_mode_focus_mode\":true," \
    "\"custom_data_center_regions\":true,\"unchecked_data_center_regions\":[\"EU\",\"AU\"]}," \
    "\"recording\":{\"cloud_recording\":true,\"auto_recording\":\"cloud\"}}"

static lz_host_setup_t setup_of(apr_pool_t *pool, const char *settings, const char *locks)
{
    return (lz_host_setup_t){
        .parts = { [LZ_SETUP_SETTINGS] = settings ? form_parse(pool, settings) : NULL,
                   [LZ_SETUP_GROUP_LOCKS] = locks ? form_parse(pool, locks) : NULL }
    };
}

static void test_takes_over_the_hosts_settings(void **state)
{
    lz_host_setup_t setup = setup_of(*state, SETTINGS, NULL);
    const lz_site_t site = { .base_url = "" };
    setup.parts[LZ_SETUP_AUTHENTICATION] = form_parse(*state,
        "{\"meeting_authentication\":true,\"authentication_options\":[{\"id\":\"a\",\"name\":"
        "\"A\",\"default_option\":true,\"visible\":true},{\"id\":\"b\",\"name\":\"B\","
        "\"default_option\":false,\"visible\":false},{\"id\":\"c\",\"name\":\"C\"}]}");
    json_object *options = lz_form_options(*state, &setup, &amara, &site);
    assert_string_equal(at(*state, options, "password_policy"),
                        "{\"length\":6,\"required\":true}");
    assert_string_equal(at(*state, options, "regions"), "[\"EU\",\"AU\"]");
    assert_string_equal(at(*state, options, "authentication_options"),
                        "[{\"id\":\"a\",\"name\":\"A\"},{\"id\":\"c\",\"name\":\"C\"}]");
    assert_string_equal(at(*state, options, "breakout"), "{\"allowed\":true}");
    assert_string_equal(at(*state, options, "focus_mode_allowed"), "false");
    assert_string_equal(at(*state, options, "recording_allowed"), "true");
    assert_string_equal(at(*state, options, "registration_allowed"), "true");
    assert_string_equal(at(*state, options, "pmi"), "\"5551234567\"");

    json_object *form = lz_form_defaults(*state, &setup, &site, NULL, options);
    assert_string_equal(at(*state, form, "settings"),
                        "{\"host_video\":true,\"participant_video\":true,\"audio\":\"voip\","
                        "\"join_before_host\":true,\"jbh_time\":0,\"mute_upon_entry\":true,"
                        "\"waiting_room\":false,\"use_pmi\":true,\"approval_type\":2,"
                        "\"alternative_hosts_email_notification\":true,"
                        "\"auto_recording\":\"cloud\",\"meeting_authentication\":true,"
                        "\"focus_mode\":false,\"authentication_option\":\"a\"}");
}

/* What Zoom can be set to and the form cannot have is not proposed. */
static void test_leaves_out_what_the_form_cannot_have(void **state)
{
    const lz_host_setup_t setup = setup_of(*state,
        "{\"schedule_meeting\":{\"audio_type\":\"thirdParty\"},\"in_meeting\":"
        "{\"custom_data_center_regions\":false,\"breakout_room\":true,"
        "\"breakout_room_schedule\":false},\"recording\":{\"auto_recording\":\"local\","
        "\"cloud_recording\":false}}",
        "{\"recording\":{\"auto_recording\":true},\"schedule_meeting\":{\"mute_upon_entry\":true,"
        "\"audio_type\":true}}");
    const lz_site_t site = { .base_url = "" };
    json_object *options = lz_form_options(*state, &setup, &amara, &site);
    json_object *form = lz_form_defaults(*state, &setup, &site, NULL, options);
    assert_string_equal(at(*state, form, "settings.audio"), "\"both\"");
    assert_string_equal(at(*state, form, "settings.auto_recording"), "\"none\"");
    assert_string_equal(at(*state, options, "regions"), "[]");
    assert_string_equal(at(*state, options, "breakout"), "{\"allowed\":false}");
    /* locked to something unknown */
    assert_string_equal(lock_at(*state, options, "settings.auto_recording"),
                        "{\"value\":null,\"reason\":\"zoom\"}");
    assert_string_equal(lock_at(*state, options, "settings.mute_upon_entry"),
                        "{\"value\":null,\"reason\":\"zoom\"}");
}

/* --- locks and defaults, from below to above -------------------------------------------------- */

static void test_what_is_above_counts(void **state)
{
    const lz_host_setup_t open = setup_of(*state, SETTINGS, NULL);
    const lz_host_setup_t locked = setup_of(*state, SETTINGS,
                                            "{\"schedule_meeting\":{\"host_video\":true}}");
    json_object *more = form_parse(*state, "{\"duration\":30,\"settings\":{\"host_video\":true}}");
    lz_site_t site = { .form_defaults = choices(*state, "host_video", "off") };
    json_object *options = lz_form_options(*state, &open, &amara, &site);
    json_object *form = lz_form_defaults(*state, &open, &site, NULL, options);
    assert_string_equal(at(*state, form, "settings.host_video"), "false");

    form = lz_form_defaults(*state, &open, &site, more, options);
    assert_string_equal(at(*state, form, "settings.host_video"), "true");
    assert_string_equal(at(*state, form, "duration"), "30");

    site.form_locks = choices(*state, "host_video", "off");
    options = lz_form_options(*state, &open, &amara, &site);
    form = lz_form_defaults(*state, &open, &site, more, options);
    assert_string_equal(at(*state, form, "settings.host_video"), "false");
    assert_string_equal(lock_at(*state, options, "settings.host_video"),
                        "{\"value\":false,\"reason\":\"university\"}");

    /* Zoom would do as it likes anyway */
    options = lz_form_options(*state, &locked, &amara, &site);
    assert_string_equal(lock_at(*state, options, "settings.host_video"),
                        "{\"value\":true,\"reason\":\"zoom\"}");
}

static void test_a_waiting_room_ends_early_joining(void **state)
{
    const lz_host_setup_t setup = setup_of(*state, SETTINGS, NULL);
    const lz_site_t site = { .form_locks = choices(*state, "waiting_room", "on") };
    json_object *options = lz_form_options(*state, &setup, &amara, &site);
    json_object *form = lz_form_defaults(*state, &setup, &site, NULL, options);
    assert_string_equal(at(*state, form, "settings.join_before_host"), "false");
}

static void test_a_basic_user_has_no_registration(void **state)
{
    const lz_host_setup_t setup = { .parts = { NULL } };
    const lz_site_t site = { .form_defaults = choices(*state, "approval_type", "0") };
    lz_person_t basic = amara;
    basic.licensed = 0;
    json_object *options = lz_form_options(*state, &setup, &basic, &site);
    json_object *form = lz_form_defaults(*state, &setup, &site, NULL, options);
    assert_string_equal(at(*state, options, "registration_allowed"), "false");
    assert_string_equal(at(*state, form, "settings.approval_type"), "2");
}

/* --- what an admin writes --------------------------------------------------------------------- */

typedef struct written_t {
    const char *name;
    const char *value;
    const char *json;           /* NULL: refused */
} written_t;

static const written_t written[] = {
    { "waiting_room", "on", "true" }, { "settings.waiting_room", "OFF", "false" },
    { "waiting_room", "true", NULL }, { "duration", "1440", "1440" },
    { "duration", "1441", NULL }, { "duration", "007", NULL }, { "duration", "", NULL },
    { "jbh_time", "15", "15" }, { "jbh_time", "0", "0" }, { "jbh_time", "6", NULL },
    { "audio", "voip", "\"voip\"" }, { "audio", "Voip", NULL },
    { "authentication_option", "signIn_D8-x", "\"signIn_D8-x\"" },
    { "authentication_option", "a\"b", NULL }, { "authentication_option", "", NULL },
    { "topic", "Lecture", NULL }, { "password", "abc", NULL }, { "colour", "blue", NULL },
    { "breakout_room", "on", NULL }, { "", "on", NULL },
};

static void test_reads_what_an_admin_writes(void **state)
{
    for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++) {
        lz_form_choice_t choice = { NULL, NULL };
        const char *wrong = lz_form_choice_read(*state, written[i].name, written[i].value,
                                                &choice);
        if (written[i].json) {
            assert_null(wrong);
            assert_string_equal(choice.json, written[i].json);
        } else if (!wrong || !strstr(wrong, "right would be")) {
            fail_msg("%s %s", written[i].name, written[i].value);
        }
    }
}

typedef struct mapped_t {
    const char *text;
    const char *value;
} mapped_t;

static const mapped_t mapped[] = {
    { "{course_label} {term}", "CHEM-202 Winter" },
    { "{course_id}/{section}", "41/" },
    { "{section}", "" },
    { "plain", "plain" },
    { "{platform}: {course_title}", "lms: Organic Chemistry II" },
    { "", "" },
};

static void test_fills_in_what_is_mapped(void **state)
{
    const lz_platform_t platform = { .name = "lms" };
    const lz_session_t session = { .course_title = "Organic\nChemistry II", .platform = &platform };
    const lz_course_row_t course = {
        .context_id = "41", .facts = "{\"label\":\"CHEM-202\",\"term\":\"Winter\"}"
    };
    for (size_t i = 0; i < sizeof(mapped) / sizeof(mapped[0]); i++) {
        assert_null(lz_tracking_wrong(*state, mapped[i].text));
        assert_string_equal(lz_tracking_value(*state, mapped[i].text, &session, &course),
                            mapped[i].value);
    }
    assert_string_equal(lz_tracking_value(*state, "{course_id}", &session, NULL), "");
    assert_non_null(lz_tracking_wrong(*state, "{course}"));
    assert_non_null(lz_tracking_wrong(*state, "{course_id"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_knows_nothing_and_says_so),
        pool_test(test_takes_over_the_hosts_settings),
        pool_test(test_leaves_out_what_the_form_cannot_have),
        pool_test(test_what_is_above_counts),
        pool_test(test_a_waiting_room_ends_early_joining),
        pool_test(test_a_basic_user_has_no_registration),
        pool_test(test_reads_what_an_admin_writes),
        pool_test(test_fills_in_what_is_mapped),
    };
    return cmocka_run_group_tests_name("course/form_options", tests, apr_setup, apr_teardown);
}
