/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /config/canvas.json: what Canvas takes as the configuration of an LTI 1.3 developer key;
 * /config/cartridge.xml: the tool as a Basic LTI link of IMS Common Cartridge, for LTI 1.1. Both
 * follow from LTIZoomBaseURL and hold no secret, so anybody may read them.
 */
#include "views.h"

#include <apr_strings.h>
#include <string.h>

#include "../lti/content_item.h"
#include "../lti/tool.h"
#include "html.h"

#define CANVAS "canvas.instructure.com"
#define TOOL_ID "lti-zoom"

static void answer(lz_response_t *response, const char *type, const char *body)
{
    response->status = 200;
    response->content_type = type;
    response->body = body;
    response->body_length = strlen(body);
    apr_table_setn(response->headers, "Cache-Control", "public, max-age=3600");
}

/* --- Canvas ----------------------------------------------------------------------------------- */

static void add_placement(json_object *placements, const lz_tool_t *tool, const char *placement,
                          const char *message)
{
    json_object *entry = json_object_new_object();

    lz_json_put_string(entry, "placement", placement);
    lz_json_put_string(entry, "message_type", message);
    lz_json_put_string(entry, "target_link_uri", tool->launch_url);
    lz_json_put_string(entry, "text", LZ_TOOL_TITLE);
    lz_json_put_bool(entry, "enabled", 1);
    lz_json_push(placements, entry);
}

static json_object *canvas_extension(const lz_tool_t *tool)
{
    json_object *extension = json_object_new_object();
    json_object *settings = json_object_new_object();
    json_object *placements = json_object_new_array();

    add_placement(placements, tool, "course_navigation", LZ_RESOURCE_LINK_REQUEST);
    add_placement(placements, tool, "link_selection", LZ_DEEP_LINKING_REQUEST);
    add_placement(placements, tool, "assignment_selection", LZ_DEEP_LINKING_REQUEST);
    lz_json_put_string(settings, "text", LZ_TOOL_TITLE);
    lz_json_put(settings, "placements", placements);
    lz_json_put_string(extension, "platform", CANVAS);
    lz_json_put_string(extension, "domain", tool->domain);
    lz_json_put_string(extension, "tool_id", TOOL_ID);
    lz_json_put_string(extension, "privacy_level", "public");
    lz_json_put(extension, "settings", settings);
    return extension;
}

const lz_problem_t *lz_view_config_canvas(const lz_visit_t *visit, lz_response_t *response)
{
    apr_pool_t *pool = visit->env->pool;
    const lz_tool_t tool = lz_tool(pool, visit->site->base_url);
    json_object *key = lz_json_adopt(pool, json_object_new_object());
    json_object *extensions = json_object_new_array();

    lz_json_push(extensions, canvas_extension(&tool));
    lz_json_put_string(key, "title", LZ_TOOL_TITLE);
    lz_json_put_string(key, "description", LZ_TOOL_DESCRIPTION);
    lz_json_put_string(key, "target_link_uri", tool.launch_url);
    lz_json_put_string(key, "oidc_initiation_url", tool.login_url);
    lz_json_put_string(key, "public_jwk_url", tool.keys_url);
    lz_json_put(key, "scopes", lz_tool_scopes_json());
    lz_json_put(key, "custom_fields", lz_tool_custom_json());
    lz_json_put(key, "extensions", extensions);
    answer(response, "application/json; charset=utf-8", lz_json_text(pool, key));
    return NULL;
}

/* --- LTI 1.1 ---------------------------------------------------------------------------------- */

static const char cartridge_head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<cartridge_basiclti_link xmlns=\"http://www.imsglobal.org/xsd/imslticc_v1p0\"\n"
    "    xmlns:blti=\"http://www.imsglobal.org/xsd/imsbasiclti_v1p0\"\n"
    "    xmlns:lticm=\"http://www.imsglobal.org/xsd/imslticm_v1p0\"\n"
    "    xmlns:lticp=\"http://www.imsglobal.org/xsd/imslticp_v1p0\"\n"
    "    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
    "    xsi:schemaLocation=\"http://www.imsglobal.org/xsd/imslticc_v1p0"
    " http://www.imsglobal.org/xsd/lti/ltiv1p0/imslticc_v1p0.xsd"
    " http://www.imsglobal.org/xsd/imsbasiclti_v1p0"
    " http://www.imsglobal.org/xsd/lti/ltiv1p0/imsbasiclti_v1p0.xsd"
    " http://www.imsglobal.org/xsd/imslticm_v1p0"
    " http://www.imsglobal.org/xsd/lti/ltiv1p0/imslticm_v1p0.xsd"
    " http://www.imsglobal.org/xsd/imslticp_v1p0"
    " http://www.imsglobal.org/xsd/lti/ltiv1p0/imslticp_v1p0.xsd\">\n";

static const char *property(apr_pool_t *pool, const char *name, const char *value)
{
    return apr_pstrcat(pool, "<lticm:property name=\"", name, "\">", lz_html_escape(pool, value),
                       "</lticm:property>", NULL);
}

static const char *custom_properties(apr_pool_t *pool)
{
    const char *properties = "";

    for (const lz_tool_custom_t *one = lz_tool_custom; one->name != NULL; one++) {
        properties = apr_pstrcat(pool, properties, property(pool, one->name, one->variable), NULL);
    }
    return properties;
}

/* A place of Canvas where the tool is offered, with properties beside those that each has. */
static const char *placement(apr_pool_t *pool, const lz_tool_t *tool, const char *name,
                             const char *properties)
{
    return apr_pstrcat(pool, "    <lticm:options name=\"", name, "\">",
                       property(pool, "url", tool->launch_url),
                       property(pool, "text", LZ_TOOL_TITLE), properties,
                       property(pool, "enabled", "true"), "</lticm:options>\n", NULL);
}

const lz_problem_t *lz_view_config_cartridge(const lz_visit_t *visit, lz_response_t *response)
{
    apr_pool_t *pool = visit->env->pool;
    const lz_tool_t tool = lz_tool(pool, visit->site->base_url);
    const char *launch = lz_html_escape(pool, tool.launch_url);
    const char *secure = strncmp(tool.launch_url, "https:", 6) == 0
                         ? apr_pstrcat(pool, "  <blti:secure_launch_url>", launch,
                                       "</blti:secure_launch_url>\n", NULL) : "";

    answer(response, "application/xml; charset=utf-8", apr_pstrcat(
        pool, cartridge_head,
        "  <blti:title>" LZ_TOOL_TITLE "</blti:title>\n"
        "  <blti:description>" LZ_TOOL_DESCRIPTION "</blti:description>\n"
        "  <blti:custom>", custom_properties(pool), "</blti:custom>\n"
        "  <blti:extensions platform=\"" CANVAS "\">\n    ",
        property(pool, "tool_id", TOOL_ID), "\n    ", property(pool, "privacy_level", "public"),
        "\n    ", property(pool, "domain", tool.domain), "\n",
        placement(pool, &tool, "course_navigation", property(pool, "default", "enabled")),
        placement(pool, &tool, "link_selection",
                  property(pool, "message_type", LZ_CONTENT_ITEM_REQUEST)),
        "  </blti:extensions>\n"
        "  <blti:launch_url>", launch, "</blti:launch_url>\n", secure,
        "  <blti:vendor><lticp:code>" TOOL_ID "</lticp:code><lticp:name>mod_lti_zoom</lticp:name>"
        "</blti:vendor>\n"
        "</cartridge_basiclti_link>\n", NULL));
    return NULL;
}
