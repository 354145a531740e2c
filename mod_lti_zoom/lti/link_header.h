/* SPDX-License-Identifier: Apache-2.0 */
/* The Link header of HTTP (RFC 8288 §3), as far as paging needs it. */
#ifndef LZ_LTI_LINK_HEADER_H
#define LZ_LTI_LINK_HEADER_H

#include <apr_pools.h>
#include <apr_tables.h>

/*
 * The target of the first link in value (one header's text, any bytes) whose rel names relation:
 * several links, rel as a token or quoted, a list of relations in one rel, other parameters, names
 * and relations in any case of letters. Of several rel parameters the first counts; a link with an
 * anchor speaks of another resource and is skipped. What is malformed ends the reading: the links
 * before it count. NULL when there is none. The target is as it stands, not resolved.
 */
const char *lz_link_target(apr_pool_t *pool, const char *value, const char *relation);

/* The same for all Link headers of an answer, in their order. */
const char *lz_link_of(apr_pool_t *pool, const apr_table_t *headers, const char *relation);

#endif
