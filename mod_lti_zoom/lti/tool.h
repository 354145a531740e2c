/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the tool describes itself to an LMS, wherever one reads it: in dynamic registration, in
 * Canvas' developer key, in the cartridge of LTI 1.1.
 */
#ifndef LZ_LTI_TOOL_H
#define LZ_LTI_TOOL_H

#include <apr_pools.h>
#include <json-c/json.h>

#define LZ_TOOL_TITLE "Zoom"
#define LZ_TOOL_DESCRIPTION "The Zoom meetings of a course: schedule, join, look back."

/* Names that LTI gives to messages. */
#define LZ_RESOURCE_LINK_REQUEST "LtiResourceLinkRequest"
#define LZ_DEEP_LINKING_REQUEST  "LtiDeepLinkingRequest"

typedef struct lz_tool_t {
    const char *login_url;
    const char *launch_url;     /* redirect URI and target_link_uri, of LTI 1.1 too */
    const char *keys_url;
    const char *domain;         /* host and port as in launch_url */
} lz_tool_t;

/* The tool at LTIZoomBaseURL. */
lz_tool_t lz_tool(apr_pool_t *pool, const char *base_url);

/* A custom parameter that every launch should bring; the last has a NULL name. */
typedef struct lz_tool_custom_t {
    const char *name;
    const char *variable;       /* the substitution variable (LTI Core 1.3, Appendix B) */
} lz_tool_custom_t;

extern const lz_tool_custom_t lz_tool_custom[];

/* {name: variable}, the caller's. */
json_object *lz_tool_custom_json(void);

/* The scopes of the services that are used, the caller's array. */
json_object *lz_tool_scopes_json(void);

/* The same, NULL-terminated. */
extern const char *const lz_tool_scopes[];

#endif
