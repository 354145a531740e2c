/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/data_map.c and zoom/scopes.c: what passes the door, and what an admin must grant. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "zoom/data_map.h"
#include "zoom/scopes.h"

/* The kept part of an answer as text; on refusal "missing: path". */
static const char *kept(apr_pool_t *pool, lz_zoom_operation_id_e id, const char *answer)
{
    const char *reason = NULL;
    json_object *parsed = lz_json_parse(pool, answer, strlen(answer), LZ_JSON_OBJECT, &reason);

    assert_non_null(parsed);
    json_object *result = lz_zoom_keep(pool, lz_zoom_operation(id), parsed, &reason);
    return result ? lz_json_text(pool, result) : apr_pstrcat(pool, "missing: ", reason, NULL);
}

static void test_only_fields_of_the_map_pass(void **state)
{
    assert_string_equal(
        kept(*state, LZ_ZOOM_USER_GET,
             "{\"id\":\"u1\",\"email\":\"a@example.edu\",\"dept\":\"Chemistry\",\"pic_url\":\"x\","
             "\"type\":2,\"phone_numbers\":[{\"number\":\"1\"}],\"status\":\"active\"}"),
        "{\"id\":\"u1\",\"email\":\"a@example.edu\",\"type\":2,\"status\":\"active\"}");
}

static void test_start_link_is_kept_only_where_it_is_needed(void **state)
{
    const char *meeting = "{\"id\":1,\"start_url\":\"https://zoom.test/s/1?zak=z\"}";

    assert_non_null(strstr(kept(*state, LZ_ZOOM_MEETING_GET, meeting), "zak=z"));
    assert_string_equal(kept(*state, LZ_ZOOM_MEETING_CREATE, meeting), "{\"id\":\"1\"}");
}

static void test_ids_are_exact_texts(void **state)
{
    /* beyond 2^53, where a double would round */
    assert_string_equal(kept(*state, LZ_ZOOM_MEETING_GET, "{\"id\":9007199254740993}"),
                        "{\"id\":\"9007199254740993\"}");
    assert_string_equal(kept(*state, LZ_ZOOM_MEETING_GET, "{\"id\":9223372036854775807}"),
                        "{\"id\":\"9223372036854775807\"}");
    assert_string_equal(kept(*state, LZ_ZOOM_MEETING_GET, "{\"id\":\"9007199254740993\"}"),
                        "{\"id\":\"9007199254740993\"}");
    assert_string_equal(kept(*state, LZ_ZOOM_USER_GET, "{\"id\":\"u\",\"pmi\":5551112222}"),
                        "{\"id\":\"u\",\"pmi\":\"5551112222\"}");
}

static void test_ids_that_are_none(void **state)
{
    static const char *const bad[] = {
        "{}", "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":-1}", "{\"id\":9.0}", "{\"id\":true}",
        "{\"id\":[1]}", "{\"id\":\"a\\u0000b\"}"
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_string_equal(kept(*state, LZ_ZOOM_MEETING_GET, bad[i]), "missing: id");
    }
}

static void test_fields_of_another_type_are_left_out(void **state)
{
    assert_string_equal(
        kept(*state, LZ_ZOOM_MEETING_GET,
             "{\"id\":1,\"topic\":7,\"duration\":\"60\",\"start_time\":null,\"timezone\":{},"
             "\"agenda\":\"a\\u0000b\",\"settings\":{\"waiting_room\":\"yes\",\"jbh_time\":5.5,"
             "\"host_video\":true,\"additional_data_center_regions\":[\"EU\",3,\"US\"]}}"),
        "{\"id\":\"1\",\"settings\":{\"host_video\":true,"
        "\"additional_data_center_regions\":[\"EU\",\"US\"]}}");
    assert_string_equal(kept(*state, LZ_ZOOM_MEETING_GET, "{\"id\":1,\"settings\":[]}"),
                        "{\"id\":\"1\"}");
}

static void test_rows_keep_their_shape(void **state)
{
    assert_string_equal(
        kept(*state, LZ_ZOOM_USER_MEETINGS,
             "{\"page_size\":300,\"next_page_token\":\"n\",\"meetings\":["
             "{\"id\":1,\"topic\":\"A\",\"h323_password\":\"1\"},{\"id\":2,\"duration\":45}]}"),
        "{\"meetings\":[{\"id\":\"1\",\"topic\":\"A\"},{\"id\":\"2\",\"duration\":45}]}");
    assert_string_equal(kept(*state, LZ_ZOOM_USER_MEETINGS, "{\"meetings\":[]}"),
                        "{\"meetings\":[]}");
    assert_string_equal(
        kept(*state, LZ_ZOOM_MEETING_GET,
             "{\"id\":1,\"occurrences\":[{\"occurrence_id\":\"1648194360000\",\"x\":1}],"
             "\"recurrence\":{\"type\":2,\"weekly_days\":\"2,4\"}}"),
        "{\"id\":\"1\",\"occurrences\":[{\"occurrence_id\":\"1648194360000\"}],"
        "\"recurrence\":{\"type\":2,\"weekly_days\":\"2,4\"}}");
}

static void test_lists_without_what_they_need(void **state)
{
    static const char *const no_list[] = {
        "{}", "{\"meetings\":null}", "{\"meetings\":{\"id\":1}}", "{\"meetings\":\"none\"}"
    };
    static const char *const no_id[] = {
        "{\"meetings\":[{\"id\":1},{\"topic\":\"B\"}]}", "{\"meetings\":[null]}",
        "{\"meetings\":[7]}"
    };

    for (size_t i = 0; i < sizeof(no_list) / sizeof(no_list[0]); i++) {
        assert_string_equal(kept(*state, LZ_ZOOM_USER_MEETINGS, no_list[i]), "missing: meetings");
    }
    for (size_t i = 0; i < sizeof(no_id) / sizeof(no_id[0]); i++) {
        assert_string_equal(kept(*state, LZ_ZOOM_USER_MEETINGS, no_id[i]),
                            "missing: meetings[].id");
    }
}

static void test_the_table_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < LZ_ZOOM_OPERATION_COUNT; i++) {
        const lz_zoom_operation_t *operation = lz_zoom_operation(i);
        const char *first = strstr(operation->path, "{}");

        assert_int_equal(operation->id, i);
        assert_non_null(operation->name);
        assert_int_equal(operation->path[0], '/');
        assert_non_null(operation->feature);
        assert_int_equal(!operation->scope_classic, !operation->scope_granular);
        for (const lz_zoom_field_t *field = operation->fields; field->path; field++) {
            assert_true(strlen(field->purpose) > 10);
            for (const lz_zoom_field_t *other = operation->fields; other < field; other++) {
                assert_string_not_equal(other->path, field->path);
            }
        }
        /* what is read answers with something, what is paged with rows of it */
        assert_true(operation->fields[0].path || strcmp(operation->method, "GET") != 0);
        assert_true(!operation->list
                    || strncmp(operation->fields[0].path, operation->list,
                               strlen(operation->list)) == 0);
        assert_int_equal(first != NULL, operation->parameter != LZ_PARAMETER_NONE);
    }
}

static void test_scopes_of_either_vocabulary_allow(void **state)
{
    const lz_zoom_operation_t *get = lz_zoom_operation(LZ_ZOOM_MEETING_GET);

    (void)state;
    assert_true(lz_zoom_scope_allows(get, "a meeting:read:meeting:admin"));
    assert_true(lz_zoom_scope_allows(get, "meeting:read:admin user:read:admin"));
    assert_false(lz_zoom_scope_allows(get, "meeting:read:meeting user:read:admin"));
    assert_false(lz_zoom_scope_allows(get, "meeting:read:meeting:admins"));
    assert_false(lz_zoom_scope_allows(get, "meeting:write:meeting:admin"));
    /* nothing is known */
    assert_true(lz_zoom_scope_allows(get, NULL));
    assert_true(lz_zoom_scope_allows(get, " "));
    assert_true(lz_zoom_scope_allows(lz_zoom_operation(LZ_ZOOM_TOKEN), "user:read:admin"));
}

static const char *name(const apr_array_header_t *scopes, int i)
{
    return APR_ARRAY_IDX(scopes, i, lz_zoom_scope_t).name;
}

/* The scope of that name in the list; fails when it is not there. */
static const lz_zoom_scope_t *scope_named(const apr_array_header_t *scopes, const char *name)
{
    for (int i = 0; i < scopes->nelts; i++) {
        const lz_zoom_scope_t *scope = &APR_ARRAY_IDX(scopes, i, lz_zoom_scope_t);

        if (strcmp(scope->name, name) == 0) {
            return scope;
        }
    }
    fail_msg("no scope %s", name);
    return NULL;
}

static void test_scopes_to_grant(void **state)
{
    const apr_array_header_t *granular = lz_zoom_scopes(*state, LZ_SCOPES_GRANULAR);
    const apr_array_header_t *classic = lz_zoom_scopes(*state, LZ_SCOPES_CLASSIC);

    assert_int_equal(granular->nelts, 38);
    assert_string_equal(name(granular, 0), "user:read:user:admin");
    /* a scope that the core needs is of the core, whatever else it serves */
    assert_int_equal(scope_named(granular, "meeting:read:meeting:admin")->need, LZ_NEED_CORE);
    assert_int_equal(scope_named(granular, "report:read:user:admin")->need, LZ_NEED_OPTIONAL);
    assert_int_equal(classic->nelts, 11);
    const lz_zoom_scope_t *read = scope_named(classic, "meeting:read:admin");
    assert_int_equal(read->need, LZ_NEED_CORE);
    assert_non_null(strstr(read->features, "lists of meetings true, showing and starting"));
}

static void test_features_stand_once(void **state)
{
    const apr_array_header_t *scopes = lz_zoom_scopes(*state, LZ_SCOPES_GRANULAR);
    const char *locks = scope_named(scopes, "group:read:lock_settings:admin")->features;

    assert_string_equal(locks, "showing which options the university locks");
}

static void test_missing_scopes_are_named_in_the_apps_vocabulary(void **state)
{
    const apr_array_header_t *all = lz_zoom_scopes(*state, LZ_SCOPES_GRANULAR);
    const apr_array_header_t *missing;
    const char *granted = "";

    for (int i = 1; i < all->nelts; i++) {
        granted = apr_pstrcat(*state, granted, " ", name(all, i), NULL);
    }
    missing = lz_zoom_scopes_missing(*state, granted);
    assert_int_equal(missing->nelts, 1);
    assert_string_equal(name(missing, 0), "user:read:user:admin");
    missing = lz_zoom_scopes_missing(*state, "user:read:admin meeting:read:admin");
    assert_int_equal(missing->nelts, 9);
    assert_int_equal(scope_named(missing, "meeting:write:admin")->need, LZ_NEED_CORE);
    assert_int_equal(scope_named(missing, "recording:read:admin")->need, LZ_NEED_OPTIONAL);
    assert_int_equal(lz_zoom_scopes_missing(*state, "")->nelts, 0);
    /* of neither vocabulary */
    assert_int_equal(lz_zoom_scopes_missing(*state, "phone:read:admin")->nelts, all->nelts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_only_fields_of_the_map_pass),
        pool_test(test_start_link_is_kept_only_where_it_is_needed),
        pool_test(test_ids_are_exact_texts),
        pool_test(test_ids_that_are_none),
        pool_test(test_fields_of_another_type_are_left_out),
        pool_test(test_rows_keep_their_shape),
        pool_test(test_lists_without_what_they_need),
        pool_test(test_the_table_is_whole),
        pool_test(test_scopes_of_either_vocabulary_allow),
        pool_test(test_scopes_to_grant),
        pool_test(test_features_stand_once),
        pool_test(test_missing_scopes_are_named_in_the_apps_vocabulary),
    };

    return cmocka_run_group_tests_name("zoom/data_map", tests, apr_setup, apr_teardown);
}
