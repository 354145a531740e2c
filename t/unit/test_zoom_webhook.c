/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/webhook.c: whose a delivery is, and what is read of it. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/json.h"
#include "support/webhook.h"
#include "support/zoom_world.h"

#define NOW apr_time_sec(FAKE_CLOCK_START)

typedef struct world_t {
    fake_env_t   *fake;
    lz_account_t  account;
} world_t;

static world_t world_of(apr_pool_t *pool)
{
    world_t world = { .fake = fake_env_create(pool) };
    world.account = (lz_account_t){
        .name = "main", .account_id = "acc-1", .webhook_secret = WEBHOOK_SECRET
    };
    return world;
}

static const char *stamp(apr_pool_t *pool, apr_int64_t when)
{
    return apr_psprintf(pool, "%" APR_INT64_T_FMT, when);
}

/* "" or the kind of the refusal. */
static const char *verdict(const world_t *world, const lz_webhook_t *webhook)
{
    const lz_problem_t *problem = lz_webhook_verify(&world->fake->env, &world->account, webhook);
    return problem ? problem->kind : "";
}

/* --- the signature ---------------------------------------------------------------------------- */

/* As in Zoom's own example: HMAC of "v0:{timestamp}:{body}", computed by another program. */
static void test_knows_a_signature_of_another_program(void **state)
{
    const world_t world = world_of(*state);
    const lz_webhook_t webhook = {
        .signature = "v0=" WEBHOOK_KNOWN_SIGNATURE, .timestamp = "1796030100",
        .body = WEBHOOK_KNOWN_BODY, .length = strlen(WEBHOOK_KNOWN_BODY)
    };
    assert_string_equal(verdict(&world, &webhook), "");
    assert_string_equal(lz_webhook_proof(*state, &world.account, "qgg8vlvZRS6UYooatFL8Aw"),
                        WEBHOOK_KNOWN_PROOF);
}

static void test_refuses_what_is_not_signed_so(void **state)
{
    const world_t world = world_of(*state);
    const lz_webhook_t good = webhook_of(*state, &world.account, stamp(*state, NOW), "{\"a\":1}");
    lz_webhook_t bad = good;
    assert_string_equal(verdict(&world, &good), "");

    bad.body = "{\"a\":2}";
    assert_string_equal(verdict(&world, &bad), "webhook_signature");
    bad = good;
    bad.length--;
    assert_string_equal(verdict(&world, &bad), "webhook_signature");
    bad = good;
    bad.timestamp = stamp(*state, NOW + 1);
    assert_string_equal(verdict(&world, &bad), "webhook_signature");
    bad = good;
    bad.signature = apr_pstrcat(*state, good.signature, "0", NULL);
    assert_string_equal(verdict(&world, &bad), "webhook_signature");
    bad.signature = apr_pstrcat(*state, "v1", good.signature + 2, NULL);
    assert_string_equal(verdict(&world, &bad), "webhook_signature");
    bad.signature = "";
    assert_string_equal(verdict(&world, &bad), "webhook_signature");
    bad.signature = NULL;
    assert_string_equal(verdict(&world, &bad), "webhook_signature");

    lz_account_t other = world.account;
    other.webhook_secret = "another secret";
    bad = webhook_of(*state, &other, stamp(*state, NOW), "{\"a\":1}");
    assert_string_equal(verdict(&world, &bad), "webhook_signature");
}

/* Bytes are bytes: a NUL and what follows it are signed too. */
static void test_signs_every_byte(void **state)
{
    const world_t world = world_of(*state);
    lz_webhook_t webhook = webhook_of_bytes(*state, &world.account, stamp(*state, NOW), "{}\0x", 4);
    assert_string_equal(verdict(&world, &webhook), "");
    webhook.body = "{}\0y";
    assert_string_equal(verdict(&world, &webhook), "webhook_signature");
}

static void test_takes_seconds_and_milliseconds_near_now(void **state)
{
    static const struct {
        apr_int64_t timestamp;
        const char *verdict;
    } cases[] = {
        { NOW, "" }, { NOW - 300, "" }, { NOW + 300, "" },
        { NOW - 301, "webhook_time" }, { NOW + 301, "webhook_time" },
        { NOW * 1000, "" }, { (NOW - 300) * 1000, "" }, { (NOW + 300) * 1000, "" },
        { (NOW - 300) * 1000 - 1, "webhook_time" }, { (NOW + 300) * 1000 + 1, "webhook_time" },
        { 0, "webhook_time" }, { 9999999999999, "webhook_time" },
        { 99999999999, "webhook_time" }, { 10000000000000, "webhook_signature" }
    };
    const world_t world = world_of(*state);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lz_webhook_t webhook = webhook_of(*state, &world.account,
                                                stamp(*state, cases[i].timestamp), "{}");
        assert_string_equal(verdict(&world, &webhook), cases[i].verdict);
    }
}

static void test_refuses_a_timestamp_that_is_none(void **state)
{
    static const char *const bad[] = {
        "", "-1796030100", "1796030100 ", " 1796030100", "1796030100.5", "0x6b", "now",
        "17960301001796030"
    };
    const world_t world = world_of(*state);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const lz_webhook_t webhook = webhook_of(*state, &world.account, bad[i], "{}");
        assert_string_equal(verdict(&world, &webhook), "webhook_signature");
    }
    lz_webhook_t webhook = webhook_of(*state, &world.account, "1796030100", "{}");
    webhook.timestamp = NULL;
    assert_string_equal(verdict(&world, &webhook), "webhook_signature");
}

/* --- reading ---------------------------------------------------------------------------------- */

static const lz_problem_t *read_event(const world_t *world, const char *body,
                                      lz_zoom_event_t *event)
{
    const lz_webhook_t webhook = webhook_of(world->fake->env.pool, &world->account,
                                            stamp(world->fake->env.pool, NOW), body);
    return lz_webhook_read(&world->fake->env, &world->account, &webhook, event);
}

/* What is kept of the event's payload, as text; the kind of the refusal. */
static const char *kept(const world_t *world, const char *body)
{
    lz_zoom_event_t event;
    const lz_problem_t *problem = read_event(world, body, &event);
    return problem ? problem->kind : lz_json_text(world->fake->env.pool, event.payload);
}

#define PAYLOAD(event, rest) \
    "{\"event\":\"" event "\",\"event_ts\":1796030099123," \
    "\"payload\":{\"account_id\":\"acc-1\"," rest "}}"

static void test_keeps_what_the_map_names(void **state)
{
    const world_t world = world_of(*state);
    lz_zoom_event_t event;
    assert_null(read_event(&world, PAYLOAD("meeting.started", "\"object\":{\"id\":\"99\"}"),
                           &event));
    assert_int_equal(event.id, LZ_EVENT_MEETING_STARTED);
    assert_string_equal(event.name, "meeting.started");
    assert_int_equal(event.at, APR_INT64_C(1796030099123) * 1000);

    /* an id is a text here and a number there */
    assert_string_equal(kept(&world, PAYLOAD("meeting.started", "\"object\":{\"id\":\"99\"}")),
                        "{\"object\":{\"id\":\"99\"}}");
    assert_string_equal(kept(&world, PAYLOAD("meeting.deleted", "\"object\":{\"id\":99}")),
                        "{\"object\":{\"id\":\"99\"}}");
    assert_string_equal(
        kept(&world, PAYLOAD("meeting.participant_joined",
                             "\"object\":{\"id\":\"99\",\"uuid\":\"u\",\"topic\":\"T\","
                             "\"participant\":{\"user_name\":\"Asa\",\"email\":\"a@b.c\"}}")),
        "{\"object\":{\"id\":\"99\",\"uuid\":\"u\"}}");
    assert_string_equal(
        kept(&world, PAYLOAD("recording.completed",
                             "\"object\":{\"id\":99,\"uuid\":\"u\",\"host_id\":\"h\","
                             "\"password\":\"p\",\"share_url\":\"https://x\"}")),
        "{\"object\":{\"id\":\"99\",\"uuid\":\"u\",\"host_id\":\"h\"}}");
    assert_string_equal(
        kept(&world, PAYLOAD("meeting.updated", "\"operator\":\"o@example.edu\","
                             "\"scope\":\"all\",\"object\":{\"id\":99,\"topic\":\"New\","
                             "\"password\":\"secret\"},\"old_object\":{\"topic\":\"Old\"}")),
        "{\"object\":{\"id\":\"99\",\"topic\":\"New\"},\"scope\":\"all\"}");
    assert_string_equal(
        kept(&world, PAYLOAD("group.member_added", "\"object\":{\"id\":\"g\",\"members\":["
                             "{\"id\":\"1\",\"email\":\"a@b.c\",\"x\":1},{\"id\":\"2\"}]}")),
        "{\"object\":{\"members\":[{\"id\":\"1\",\"email\":\"a@b.c\"},{\"id\":\"2\"}]}}");
}

static void test_sees_what_it_does_not_read(void **state)
{
    static const struct {
        const char *member;
        int         unread;
    } cases[] = {
        { "\"topic\":\"x\"", 0 }, { "\"settings\":{\"waiting_room\":true}", 0 },
        { "\"password\":\"x\"", 1 }, { "\"type\":8", 1 }, { "\"occurrences\":[]", 1 },
        { "\"recurrence\":{\"type\":1}", 1 }, { "\"something_new\":1", 1 }
    };
    const world_t world = world_of(*state);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lz_zoom_event_t event;
        const char *body = apr_pstrcat(*state, "{\"event\":\"meeting.updated\",\"event_ts\":1,"
                                       "\"payload\":{\"account_id\":\"acc-1\",\"object\":{"
                                       "\"id\":99,", cases[i].member, "}}}", NULL);
        assert_null(read_event(&world, body, &event));
        assert_int_equal(event.unread, cases[i].unread);
    }
}

/* Without a time of its own, or with one that cannot be, the signature's or now counts. */
static void test_knows_when_it_happened(void **state)
{
    static const struct {
        const char *time;
        apr_int64_t at;         /* milliseconds */
    } cases[] = {
        { "\"event_ts\":1796030099123,", 1796030099123 },
        { "\"event_ts\":1796030399999,", 1796030399999 },
        { "\"event_ts\":1796030400001,", NOW * 1000 },
        { "\"event_ts\":9223372036854775807,", NOW * 1000 },
        { "\"event_ts\":0,", NOW * 1000 }, { "\"event_ts\":-5,", NOW * 1000 },
        { "\"event_ts\":\"1796030099123\",", NOW * 1000 }, { "", NOW * 1000 }
    };
    const world_t world = world_of(*state);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lz_zoom_event_t event;
        const char *body = apr_pstrcat(*state, "{", cases[i].time, "\"event\":\"user.created\","
                                       "\"payload\":{\"account_id\":\"acc-1\",\"object\":{}}}",
                                       NULL);
        assert_null(read_event(&world, body, &event));
        assert_int_equal(event.at, cases[i].at * 1000);
    }
}

static void test_refuses_what_is_no_event(void **state)
{
    static const char *const bad[] = {
        "", "{", "[]", "null", "{\"event\":\"a\",\"event\":\"b\",\"payload\":{}}",
        "{\"event\":\"meeting.started\"}", "{\"payload\":{\"account_id\":\"acc-1\"}}",
        "{\"event\":7,\"payload\":{}}", "{\"event\":\"meeting.started\",\"payload\":[]}",
        PAYLOAD("meeting.started", "\"object\":{}"),
        PAYLOAD("meeting.started", "\"object\":{\"id\":null}"),
        PAYLOAD("meeting.started", "\"object\":[]"), PAYLOAD("meeting.started", "\"x\":1"),
        "{\"event\":\"endpoint.url_validation\",\"payload\":{}}",
        "{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":1}}"
    };
    const world_t world = world_of(*state);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        lz_zoom_event_t event;
        const lz_problem_t *problem = read_event(&world, bad[i], &event);
        assert_non_null(problem);
        assert_int_equal(problem->id, LZ_P_MALFORMED);
    }
}

static void test_refuses_another_account(void **state)
{
    const world_t world = world_of(*state);
    assert_string_equal(kept(&world, "{\"event\":\"meeting.started\",\"payload\":{"
                                     "\"account_id\":\"acc-2\",\"object\":{\"id\":\"1\"}}}"),
                        "webhook_account");
    assert_string_equal(kept(&world, "{\"event\":\"meeting.started\",\"payload\":{"
                                     "\"object\":{\"id\":\"1\"}}}"), "webhook_account");
    assert_string_equal(kept(&world, "{\"event\":\"phone.ringing\",\"payload\":{"
                                     "\"account_id\":\"acc-2\"}}"), "webhook_account");
}

static void test_other_events_are_of_no_interest(void **state)
{
    const world_t world = world_of(*state);
    lz_zoom_event_t event;
    assert_null(read_event(&world, PAYLOAD("phone.ringing", "\"x\":1"), &event));
    assert_int_equal(event.id, LZ_EVENT_OTHER);
    assert_string_equal(event.name, "other");
    assert_null(event.payload);
    assert_null(read_event(&world, PAYLOAD("recording.batch_deleted", "\"x\":1"), &event));
    assert_int_equal(event.id, LZ_EVENT_RECORDINGS_DELETED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_knows_a_signature_of_another_program),
        pool_test(test_refuses_what_is_not_signed_so),
        pool_test(test_signs_every_byte),
        pool_test(test_takes_seconds_and_milliseconds_near_now),
        pool_test(test_refuses_a_timestamp_that_is_none),
        pool_test(test_keeps_what_the_map_names),
        pool_test(test_sees_what_it_does_not_read),
        pool_test(test_knows_when_it_happened),
        pool_test(test_refuses_what_is_no_event),
        pool_test(test_refuses_another_account),
        pool_test(test_other_events_are_of_no_interest)
    };
    return cmocka_run_group_tests_name("zoom/webhook", tests, apr_setup, apr_teardown);
}
