/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The choice of what stands in a course: a request that is good for one person, one course and one
 * hour, the offer from the database, the links that are chosen.
 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/selection.h"
#include "support/course_world.h"
#include "support/rsa_key.h"

#define ID   "91234567890"
#define BACK "https://lms.test/back"
#define ITEMS "https://purl.imsglobal.org/spec/lti-dl/claim/content_items"

static const lz_deep_linking_t usual = {
    .deployment_id = "1", .return_url = BACK, .data = "d", .title = "", .text = "",
    .accepts_links = 1, .accept_multiple = 1, .targets = LZ_DEEP_IFRAME
};

static lz_session_t amara_of(const course_world_t *world)
{
    return course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
}

/* --- the request on its way ------------------------------------------------------------------- */

static const lz_problem_t *open_sealed(const course_world_t *world, const lz_session_t *session,
                                       const char *sealed, lz_deep_linking_t *request)
{
    return lz_selection_open(world->env, &world->site, session, sealed, request);
}

static void a_request_is_for_one_person_in_one_course(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t amara = amara_of(world);
    const lz_session_t bruno = course_session(world, BRUNO, LZ_ROLE_INSTRUCTOR);
    lz_session_t elsewhere = amara;
    lz_deep_linking_t request;
    const char *sealed = lz_selection_seal(world->env, &world->site, &amara, &usual);

    elsewhere.course = "course-2";
    expect_ok(open_sealed(world, &amara, sealed, &request));
    assert_string_equal(request.return_url, BACK);
    assert_string_equal(request.data, "d");
    expect_problem(open_sealed(world, &bruno, sealed, &request), LZ_P_SELECT_FOREIGN);
    expect_problem(open_sealed(world, &elsewhere, sealed, &request), LZ_P_SELECT_FOREIGN);
    expect_problem(open_sealed(world, &amara, NULL, &request), LZ_P_SELECT_REQUEST);
    expect_problem(open_sealed(world, &amara, "", &request), LZ_P_SELECT_REQUEST);
    expect_problem(open_sealed(world, &amara, sealed + 1, &request), LZ_P_SELECT_REQUEST);
    const char *session = lz_session_seal(world->env, &world->site, &amara);
    expect_problem(open_sealed(world, &amara, session, &request), LZ_P_SELECT_REQUEST);
}

static void a_request_is_good_for_an_hour(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t amara = amara_of(world);
    lz_deep_linking_t request;
    const char *sealed = lz_selection_seal(world->env, &world->site, &amara, &usual);

    course_wait(world, LZ_SELECTION_LIFETIME - 1);
    expect_ok(open_sealed(world, &amara, sealed, &request));
    course_wait(world, 1);
    expect_problem(open_sealed(world, &amara, sealed, &request), LZ_P_SELECT_EXPIRED);
}

static void the_largest_request_fits(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t amara = amara_of(world);
    lz_deep_linking_t request = usual;
    char *data = apr_pcalloc(pool, LZ_DEEP_PACKED_MAX + 1);

    memset(data, 'x', LZ_DEEP_PACKED_MAX);
    request.data = data;
    assert_false(lz_deep_linking_fits(pool, &request));
    while (!lz_deep_linking_fits(pool, &request)) {
        data[strlen(data) - 1] = '\0';
    }
    assert_true(strlen(data) > LZ_DEEP_PACKED_MAX - 200);
    assert_true(strlen(lz_selection_seal(world->env, &world->site, &amara, &request)) <= 7600);
}

/* --- the offer -------------------------------------------------------------------------------- */

static json_object *offer(const course_world_t *world)
{
    const lz_session_t amara = amara_of(world);
    json_object *items = NULL;

    expect_ok(lz_selection_offer(world->env, &amara, &items));
    return lz_json_adopt(world->env->pool, items);
}

static const char *kind_at(json_object *items, size_t i)
{
    return lz_json_string(json_object_array_get_idx(items, i), "kind");
}

static void the_offer_is_the_tool_and_what_is_ahead(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);

    assert_int_equal(json_object_array_length(offer(world)), 1);
    course_add(world, "course-1", course_meeting(world, ID, 60));
    course_add(world, "course-2", course_meeting(world, "92222222222", 60));
    sim_meeting_t *open_end = course_meeting(world, "93333333333", 60);
    open_end->starts_at = 0;
    course_add(world, "course-1", open_end);
    world->down = 1;

    json_object *items = offer(world);
    assert_int_equal(json_object_array_length(items), 3);
    assert_string_equal(kind_at(items, 0), "tool");
    assert_string_equal(kind_at(items, 1), "meeting");
    json_object *meeting = json_object_array_get_idx(items, 1);
    assert_string_equal(lz_json_string(meeting, "id"), ID);
    assert_string_equal(lz_json_string(meeting, "status"), "waiting");
    assert_string_equal(kind_at(items, 2), "series");
    assert_null(lz_json_string(json_object_array_get_idx(items, 2), "start_time"));
}

static void who_can_choose(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t amara = amara_of(world);
    const lz_session_t student = course_session(world, AMARA, LZ_ROLE_STUDENT);
    lz_deep_linking_t no_links = usual;

    no_links.accepts_links = 0;
    expect_ok(lz_selection_obstacle(world->env, &amara, &usual));
    expect_problem(lz_selection_obstacle(world->env, &student, &usual), LZ_P_FORBIDDEN);
    expect_problem(lz_selection_obstacle(world->env, &amara, &no_links), LZ_P_SELECT_NOT_ACCEPTED);
}

/* --- the choice ------------------------------------------------------------------------------- */

static course_world_t *world_with_key(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_signing_key_t **keys = apr_palloc(pool, sizeof(*keys));

    keys[0] = rsa_key_signing(pool);
    assert_non_null(keys[0]);
    world->site.keys = keys;
    world->site.n_keys = 1;
    world->site.lti.base_url = world->site.base_url;
    world->platform.client_id = "client-1";
    return world;
}

static const lz_problem_t *choose(const course_world_t *world, const lz_deep_linking_t *request,
                                  const char *items, json_object **answer)
{
    const lz_session_t amara = amara_of(world);
    json_object *list = lz_json_adopt(world->env->pool, json_tokener_parse(items));

    return lz_selection_answer(world->env, &world->site, &amara, request, list, answer);
}

/* The links of a good answer. */
static json_object *links_of(const course_world_t *world, json_object *answer)
{
    apr_pool_t *pool = world->env->pool;
    const char *token = lz_json_string(lz_json_object(answer, "fields"), "JWT");
    const char *reason = NULL;
    lz_jwt_t *jwt = NULL;

    assert_string_equal(lz_json_string(answer, "action"), BACK);
    assert_int_equal(lz_jwt_parse(pool, token, &jwt, &reason), LZ_JWT_OK);
    return lz_json_array(jwt->claims, ITEMS);
}

static void what_is_chosen_goes_back(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = world_with_key(pool, db);
    lz_deep_linking_t titled = usual;
    json_object *answer = NULL;
    sim_meeting_t *meeting = course_meeting(world, ID, 60);

    meeting->topic = "Lecture";
    course_add(world, "course-1", meeting);
    expect_ok(choose(world, &usual, "[]", &answer));
    assert_int_equal(json_object_array_length(links_of(world, answer)), 0);

    titled.title = "Week 3";
    expect_ok(choose(world, &titled, "[{\"kind\":\"meeting\",\"id\":\"" ID "\"}]", &answer));
    json_object *link = json_object_array_get_idx(links_of(world, answer), 0);
    assert_string_equal(lz_json_string(link, "title"), "Week 3");

    expect_ok(choose(world, &titled,
                     "[{\"kind\":\"series\",\"id\":\"" ID "\"},{\"kind\":\"tool\"}]", &answer));
    link = json_object_array_get_idx(links_of(world, answer), 0);
    assert_string_equal(lz_json_string(link, "title"), "Lecture");
    assert_string_equal(lz_json_string(lz_json_object(link, "custom"), "meeting_id"), ID);
}

static void what_cannot_be_chosen(apr_pool_t *pool, real_db_t *db)
{
    static const struct {
        const char     *items;
        lz_problem_id_e id;
    } rows[] = {
        { "[{\"kind\":\"tool\"},{\"kind\":\"tool\"}]", LZ_P_FIELDS },
        { "[{\"kind\":\"recordings\"}]", LZ_P_FIELDS },
        { "[{\"id\":\"" ID "\"}]", LZ_P_FIELDS },
        { "[{\"kind\":\"meeting\"}]", LZ_P_FIELDS },
        { "[null]", LZ_P_FIELDS },
        { "[{\"kind\":\"meeting\",\"id\":\"92222222222\"}]", LZ_P_NO_SUCH_MEETING },
        { "[{\"kind\":\"tool\"},{\"kind\":\"meeting\",\"id\":\"1\"}]", LZ_P_NO_SUCH_MEETING }
    };
    course_world_t *world = world_with_key(pool, db);
    lz_deep_linking_t one = usual, none = usual;
    json_object *answer = NULL;

    course_add(world, "course-2", course_meeting(world, "92222222222", 60));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        expect_problem(choose(world, &usual, rows[i].items, &answer), rows[i].id);
        assert_null(answer);
    }
    one.accept_multiple = 0;
    course_add(world, "course-1", course_meeting(world, ID, 60));
    const char *two = "[{\"kind\":\"tool\"},{\"kind\":\"meeting\",\"id\":\"" ID "\"}]";
    expect_problem(choose(world, &one, two, &answer), LZ_P_FIELDS);
    none.accepts_links = 0;
    expect_problem(choose(world, &none, "[{\"kind\":\"tool\"}]", &answer),
                   LZ_P_SELECT_NOT_ACCEPTED);
    expect_ok(choose(world, &usual, two, &answer));
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(a_request_is_for_one_person_in_one_course)
ON_EACH_ENGINE(a_request_is_good_for_an_hour)
ON_EACH_ENGINE(the_largest_request_fits)
ON_EACH_ENGINE(the_offer_is_the_tool_and_what_is_ahead)
ON_EACH_ENGINE(who_can_choose)
ON_EACH_ENGINE(what_is_chosen_goes_back)
ON_EACH_ENGINE(what_cannot_be_chosen)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_a_request_is_for_one_person_in_one_course),
        pool_test(test_a_request_is_good_for_an_hour),
        pool_test(test_the_largest_request_fits),
        pool_test(test_the_offer_is_the_tool_and_what_is_ahead),
        pool_test(test_who_can_choose),
        pool_test(test_what_is_chosen_goes_back),
        pool_test(test_what_cannot_be_chosen)
    };
    return cmocka_run_group_tests_name("course/selection", tests, apr_setup, apr_teardown);
}
