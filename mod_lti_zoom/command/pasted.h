/* SPDX-License-Identifier: Apache-2.0 */
/* What was pasted, in the forms in which browsers' developer tools give away a request. */
#ifndef LZ_COMMAND_PASTED_H
#define LZ_COMMAND_PASTED_H

#include <apr_pools.h>

/*
 * The pasted text as one line without blanks: an address, a token, or a form as it was sent. A list
 * of fields, one in each line as "name: value" (Chrome, Safari) or "name=value" (Firefox), becomes
 * the form that was sent. The text itself is changed.
 */
const char *lz_pasted(apr_pool_t *pool, char *text);

#endif
