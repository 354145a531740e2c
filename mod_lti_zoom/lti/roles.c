/* SPDX-License-Identifier: Apache-2.0 */
#include "roles.h"

#include <string.h>

#define CONTEXT_ROLE      "http://purl.imsglobal.org/vocab/lis/v2/membership#"
#define CONTEXT_SUB_ROLE  "http://purl.imsglobal.org/vocab/lis/v2/membership/"
#define LTI_1_1_ROLE      "urn:lti:role:ims/lis/"
#define TEST_USER         "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"

/* What follows prefix in text, or NULL. */
static const char *after(const char *text, const char *prefix)
{
    const apr_size_t length = strlen(prefix);

    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

/*
 * The last part of a context role, "Instructor" or "Instructor#TeachingAssistant" (with '/' in
 * the forms of LTI 1.1), or NULL for a role that is none. Short names are allowed for context
 * roles alone, so whatever has no scheme is one.
 */
static const char *context_role(const char *role)
{
    const char *part = after(role, CONTEXT_ROLE);

    if (part == NULL) {
        part = after(role, CONTEXT_SUB_ROLE);
    }
    if (part == NULL) {
        part = after(role, LTI_1_1_ROLE);
    }
    if (part == NULL && strchr(role, ':') == NULL) {
        part = role;
    }
    return part;
}

/* 1 when wanted names the role itself or, without a sub-role, its principal role. */
static int names_role(const char *wanted, const char *part)
{
    const apr_size_t principal = strcspn(part, "#/");
    const apr_size_t wanted_principal = strcspn(wanted, "#/");

    if (principal != wanted_principal || strncmp(wanted, part, principal) != 0) {
        return 0;
    }
    if (wanted[principal] == '\0') {
        return 1;
    }
    return part[principal] != '\0' && strcmp(wanted + principal + 1, part + principal + 1) == 0;
}

static int is_host_role(const char *role, const apr_array_header_t *host_roles)
{
    const char *part = context_role(role);

    for (int i = 0; part != NULL && i < host_roles->nelts; i++) {
        if (names_role(APR_ARRAY_IDX(host_roles, i, const char *), part)) {
            return 1;
        }
    }
    return 0;
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
        if (strcmp(json_object_get_string(entry), TEST_USER) == 0) {
            return LZ_ROLE_STUDENT;
        }
        if (is_host_role(json_object_get_string(entry), host_roles)) {
            in_course = LZ_ROLE_INSTRUCTOR;
        }
    }
    return in_course;
}

const char *lz_role_name(lz_role_e role)
{
    return role == LZ_ROLE_INSTRUCTOR ? "instructor" : "student";
}
