/* SPDX-License-Identifier: Apache-2.0 */
#include "roles.h"

#include <string.h>
#include <strings.h>

#define LIS "http://purl.imsglobal.org/vocab/lis/v2/"

/*
 * How a role begins that is held in a place, and how host_roles names the place. The last part
 * follows: "Instructor", or "Instructor#TeachingAssistant" (with '/' in LTI 1.1).
 */
static const struct {
    const char *prefix;
    const char *place;
} forms[] = {
    { LIS "membership#",         "" },
    { LIS "membership/",         "" },
    { LIS "institution/person#", "institution:" },
    { LIS "person#",             "institution:" },      /* of the drafts before 1.3 */
    { LIS "system/person#",      "system:" },
    { "urn:lti:role:ims/lis/",     "" },
    { "urn:lti:instrole:ims/lis/", "institution:" },
    { "urn:lti:sysrole:ims/lis/",  "system:" }
};

static const char *const administrators[] = {
    "Administrator", "institution:Administrator", "system:Administrator", "system:SysAdmin"
};

/* The principal context roles of both versions. */
static const char *const context_roles[] = {
    "Administrator", "ContentDeveloper", "Instructor", "Learner", "Manager", "Member", "Mentor",
    "Officer", "TeachingAssistant"
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What follows prefix in text, or NULL. */
static const char *after(const char *text, const char *prefix)
{
    const apr_size_t length = strlen(prefix);

    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

/*
 * The last part of a role and the place where it is held, or NULL for a role of no known form.
 * Short names are allowed for context roles alone, so whatever has no scheme is one.
 */
static const char *last_part(const char *role, const char **place)
{
    for (size_t i = 0; i < COUNT(forms); i++) {
        const char *part = after(role, forms[i].prefix);

        if (part != NULL) {
            *place = forms[i].place;
            return part;
        }
    }
    *place = "";
    return strchr(role, ':') == NULL ? role : NULL;
}

/* 1 when wanted names the role itself or, without a sub-role, its principal role. */
static int names_role(const char *wanted, const char *place, const char *part)
{
    const char *name = after(wanted, place);

    if (name == NULL) {
        return 0;
    }
    const apr_size_t principal = strcspn(part, "#/");
    const apr_size_t wanted_principal = strcspn(name, "#/");

    if (principal != wanted_principal || strncmp(name, part, principal) != 0) {
        return 0;
    }
    if (name[principal] == '\0') {
        return 1;
    }
    return part[principal] != '\0' && strcmp(name + principal + 1, part + principal + 1) == 0;
}

static int is_host_role(const char *role, const apr_array_header_t *host_roles)
{
    const char *place = NULL;
    const char *part = last_part(role, &place);

    for (int i = 0; part != NULL && i < host_roles->nelts; i++) {
        if (names_role(APR_ARRAY_IDX(host_roles, i, const char *), place, part)) {
            return 1;
        }
    }
    return 0;
}

/* It only takes rights away, so it counts in any vocabulary. */
static int is_test_user(const char *role)
{
    const char *end = role + strlen(role);

    while (end > role && end[-1] != '#' && end[-1] != '/') {
        end--;
    }
    return strcmp(end, "TestUser") == 0;
}

lz_role_e lz_role_in_course(json_object *roles, const apr_array_header_t *host_roles)
{
    lz_role_e in_course = LZ_ROLE_STUDENT;
    const size_t n = json_object_is_type(roles, json_type_array)
                     ? json_object_array_length(roles) : 0;

    for (size_t i = 0; i < n; i++) {
        json_object *entry = json_object_array_get_idx(roles, i);

        if (!json_object_is_type(entry, json_type_string)) {
            continue;
        }
        if (is_test_user(json_object_get_string(entry))) {
            return LZ_ROLE_TEST_USER;
        }
        if (is_host_role(json_object_get_string(entry), host_roles)) {
            in_course = LZ_ROLE_INSTRUCTOR;
        }
    }
    return in_course;
}

const char *lz_role_spelling(const char *name)
{
    const apr_size_t principal = strcspn(name, "#");

    for (size_t i = 0; i < COUNT(context_roles); i++) {
        if (strlen(context_roles[i]) == principal
            && strncasecmp(context_roles[i], name, principal) == 0) {
            return context_roles[i];
        }
    }
    return NULL;
}

void lz_roles_add_administrators(apr_array_header_t *host_roles)
{
    for (size_t i = 0; i < COUNT(administrators); i++) {
        APR_ARRAY_PUSH(host_roles, const char *) = administrators[i];
    }
}

const char *lz_role_name(lz_role_e role)
{
    return role == LZ_ROLE_INSTRUCTOR ? "instructor" : "student";
}
