/* SPDX-License-Identifier: Apache-2.0 */
#include "tool.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/url.h"
#include "roster.h"

const lz_tool_custom_t lz_tool_custom[] = {
    { "time_zone", "$Person.address.timezone" },
    /* LTI has none for sections and groups: what an LMS does not know tells nothing. */
    { "section_names", "$com.instructure.User.sectionNames" },
    { "section_ids", "$Canvas.course.sectionIds" },
    { "section_sourcedids", "$Canvas.course.sectionSisSourceIds" },
    { "group_ids", "$Canvas.group.contextIds" },
    { "groups", "$Moodle.Person.userGroupIds" },
    { NULL, NULL }
};

const char *const lz_tool_scopes[] = { LZ_ROSTER_SCOPE, NULL };

lz_tool_t lz_tool(apr_pool_t *pool, const char *base_url)
{
    const char *origin = lz_url_origin(pool, base_url);

    return (lz_tool_t){
        .login_url = apr_pstrcat(pool, base_url, "/login", NULL),
        .launch_url = apr_pstrcat(pool, base_url, "/launch", NULL),
        .keys_url = apr_pstrcat(pool, base_url, "/keys", NULL),
        .domain = strstr(origin, "://") + strlen("://")
    };
}

json_object *lz_tool_custom_json(void)
{
    json_object *custom = json_object_new_object();

    for (const lz_tool_custom_t *one = lz_tool_custom; one->name != NULL; one++) {
        lz_json_put_string(custom, one->name, one->variable);
    }
    return custom;
}

json_object *lz_tool_scopes_json(void)
{
    json_object *scopes = json_object_new_array();

    for (const char *const *scope = lz_tool_scopes; *scope != NULL; scope++) {
        lz_json_push(scopes, json_object_new_string(*scope));
    }
    return scopes;
}
