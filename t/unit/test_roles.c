/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <apr_strings.h>

#include "base/json.h"
#include "lti/roles.h"

#define MEMBERSHIP  "http://purl.imsglobal.org/vocab/lis/v2/membership"
#define INSTITUTION "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
#define SYSTEM      "http://purl.imsglobal.org/vocab/lis/v2/system/person"
#define TEST_USER   "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"

/* The role that roles, a JSON text, give where hosts ("A B") make an instructor. */
static lz_role_e role(apr_pool_t *pool, const char *roles, const char *hosts)
{
    apr_array_header_t *host_roles = apr_array_make(pool, 2, sizeof(const char *));
    char *words = apr_pstrdup(pool, hosts);
    char *last = NULL;

    for (char *word = apr_strtok(words, " ", &last); word; word = apr_strtok(NULL, " ", &last)) {
        APR_ARRAY_PUSH(host_roles, const char *) = word;
    }
    return lz_role_in_course(lz_json_adopt(pool, json_tokener_parse(roles)), host_roles);
}

static void expect(apr_pool_t *pool, const char *roles, const char *hosts, lz_role_e expected)
{
    if (role(pool, roles, hosts) != expected) {
        fail_msg("%s with %s is not %s", roles, hosts, lz_role_name(expected));
    }
}

static void test_context_roles_in_every_spelling(void **state)
{
    static const char *const instructors[] = {
        "[\"" MEMBERSHIP "#Instructor\"]",
        "[\"Instructor\"]",
        "[\"urn:lti:role:ims/lis/Instructor\"]",
        "[\"" MEMBERSHIP "#Learner\",\"" MEMBERSHIP "#Instructor\"]",
        "[\"" MEMBERSHIP "/Instructor#TeachingAssistant\"]",
        "[\"urn:lti:role:ims/lis/Instructor/GuestInstructor\"]",
        "[7,null,\"Instructor\"]"
    };
    static const char *const students[] = {
        "[]", "[\"\"]", "[\"Learner\"]", "[\"" MEMBERSHIP "#Learner\"]", "[\"instructor\"]",
        "[\"" MEMBERSHIP "#InstructorX\"]", "[\"" MEMBERSHIP "#Mentor\"]",
        "[\"http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper\"]",
        "[\"" MEMBERSHIP "/Learner#Instructor\"]", "[\"" MEMBERSHIP "\"]", "[7]", "{}", "null",
        "\"Instructor\""
    };

    for (size_t i = 0; i < sizeof(instructors) / sizeof(instructors[0]); i++) {
        expect(*state, instructors[i], "Instructor", LZ_ROLE_INSTRUCTOR);
    }
    for (size_t i = 0; i < sizeof(students) / sizeof(students[0]); i++) {
        expect(*state, students[i], "Instructor", LZ_ROLE_STUDENT);
    }
}

/* "Is a teacher somewhere" gives nothing here. */
static void test_roles_elsewhere_count_nothing(void **state)
{
    static const char *const roles[] = {
        "[\"" INSTITUTION "#Instructor\"]", "[\"" INSTITUTION "#Administrator\"]",
        "[\"" SYSTEM "#Administrator\"]",
        "[\"http://purl.imsglobal.org/vocab/lis/v2/person#Instructor\"]",
        "[\"urn:lti:instrole:ims/lis/Instructor\"]", "[\"urn:lti:sysrole:ims/lis/Administrator\"]",
        "[\"https://evil.example/vocab/lis/v2/membership#Instructor\"]"
    };

    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        expect(*state, roles[i], "Instructor Administrator", LZ_ROLE_STUDENT);
    }
    /* nor does naming one of them make it a context role */
    expect(*state, "[\"urn:lti:instrole:ims/lis/Instructor\"]",
           "urn:lti:instrole:ims/lis/Instructor", LZ_ROLE_STUDENT);
}

static void test_sub_roles(void **state)
{
    const char *assistant = "[\"" MEMBERSHIP "/Instructor#TeachingAssistant\"]";
    const char *guest = "[\"" MEMBERSHIP "/Instructor#GuestInstructor\"]";
    const char *old_assistant = "[\"urn:lti:role:ims/lis/Instructor/TeachingAssistant\"]";

    expect(*state, assistant, "Instructor#TeachingAssistant", LZ_ROLE_INSTRUCTOR);
    expect(*state, old_assistant, "Instructor#TeachingAssistant", LZ_ROLE_INSTRUCTOR);
    expect(*state, guest, "Instructor#TeachingAssistant", LZ_ROLE_STUDENT);
    expect(*state, "[\"Instructor\"]", "Instructor#TeachingAssistant", LZ_ROLE_STUDENT);
    expect(*state, assistant, "Learner ContentDeveloper", LZ_ROLE_STUDENT);
    expect(*state, "[\"ContentDeveloper\"]", "Instructor ContentDeveloper", LZ_ROLE_INSTRUCTOR);
    expect(*state, assistant, "InstructorXTeachingAssistant", LZ_ROLE_STUDENT);
}

/* Wherever they are administrators, and nobody else. */
static void test_administrators_when_they_host(void **state)
{
    static const char *const administrators[] = {
        "[\"" MEMBERSHIP "#Administrator\"]", "[\"" MEMBERSHIP "/Administrator#Support\"]",
        "[\"Administrator\"]", "[\"" INSTITUTION "#Administrator\"]",
        "[\"" SYSTEM "#Administrator\"]", "[\"" SYSTEM "#SysAdmin\"]",
        "[\"http://purl.imsglobal.org/vocab/lis/v2/person#Administrator\"]",
        "[\"urn:lti:role:ims/lis/Administrator\"]",
        "[\"urn:lti:instrole:ims/lis/Administrator\"]",
        "[\"urn:lti:sysrole:ims/lis/SysAdmin\"]"
    };
    static const char *const others[] = {
        "[\"" INSTITUTION "#Instructor\"]", "[\"" INSTITUTION "#SysAdmin\"]",
        "[\"" INSTITUTION "#Faculty\"]", "[\"" SYSTEM "#User\"]", "[\"" MEMBERSHIP "#Learner\"]",
        "[\"urn:lti:instrole:ims/lis/Instructor\"]", "[\"system:Administrator\"]",
        "[\"institution:Administrator\"]", "[\"https://evil.example#Administrator\"]"
    };
    apr_array_header_t *with = apr_array_make(*state, 4, sizeof(const char *));
    apr_array_header_t *without = apr_array_make(*state, 1, sizeof(const char *));

    APR_ARRAY_PUSH(with, const char *) = APR_ARRAY_PUSH(without, const char *) = "Instructor";
    lz_roles_add_administrators(with);
    for (size_t i = 0; i < sizeof(administrators) / sizeof(administrators[0]); i++) {
        json_object *roles = lz_json_adopt(*state, json_tokener_parse(administrators[i]));

        assert_int_equal(lz_role_in_course(roles, with), LZ_ROLE_INSTRUCTOR);
        assert_int_equal(lz_role_in_course(roles, without), LZ_ROLE_STUDENT);
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        json_object *roles = lz_json_adopt(*state, json_tokener_parse(others[i]));

        assert_int_equal(lz_role_in_course(roles, with), LZ_ROLE_STUDENT);
    }
}

static void test_a_test_user_is_nothing_else(void **state)
{
    expect(*state, "[\"Instructor\",\"" TEST_USER "\"]", "Instructor", LZ_ROLE_TEST_USER);
    expect(*state, "[\"" TEST_USER "\",\"Instructor\"]", "Instructor", LZ_ROLE_TEST_USER);
    expect(*state, "[\"" SYSTEM "#TestUser\"]", "Instructor", LZ_ROLE_TEST_USER);
    expect(*state, "[\"urn:lti:sysrole:ims/lis/TestUser\"]", "Instructor", LZ_ROLE_TEST_USER);
    expect(*state, "[\"TestUserX\",\"Instructor\"]", "Instructor", LZ_ROLE_INSTRUCTOR);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(lz_role_name(LZ_ROLE_INSTRUCTOR), "instructor");
    assert_string_equal(lz_role_name(LZ_ROLE_STUDENT), "student");
    assert_string_equal(lz_role_name(LZ_ROLE_TEST_USER), "student");
}

static void test_spelling(void **state)
{
    (void)state;
    assert_string_equal(lz_role_spelling("Instructor"), "Instructor");
    assert_string_equal(lz_role_spelling("contentdeveloper"), "ContentDeveloper");
    assert_string_equal(lz_role_spelling("INSTRUCTOR#Grader"), "Instructor");
    assert_null(lz_role_spelling("Instruct"));
    assert_null(lz_role_spelling("Instructors"));
    assert_null(lz_role_spelling("Teacher"));
    assert_null(lz_role_spelling(""));
    assert_null(lz_role_spelling("#Grader"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_context_roles_in_every_spelling),
        pool_test(test_roles_elsewhere_count_nothing),
        pool_test(test_sub_roles),
        pool_test(test_administrators_when_they_host),
        pool_test(test_a_test_user_is_nothing_else),
        pool_test(test_names),
        pool_test(test_spelling)
    };

    return cmocka_run_group_tests_name("lti/roles", tests, apr_setup, apr_teardown);
}
