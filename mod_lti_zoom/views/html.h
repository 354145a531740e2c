/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LZ_VIEWS_HTML_H
#define LZ_VIEWS_HTML_H

#include <apr_pools.h>

/* text with & < > " ' as references, safe as content and inside a quoted attribute. */
const char *lz_html_escape(apr_pool_t *pool, const char *text);

#endif
