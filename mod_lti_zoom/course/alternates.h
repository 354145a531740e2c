/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The alternative hosts of a meeting, as the database keeps them: a fingerprint of each address,
 * by which a person can be recognised and from which nobody can be named.
 */
#ifndef LZ_COURSE_ALTERNATES_H
#define LZ_COURSE_ALTERNATES_H

#include <apr_pools.h>

/*
 * Fingerprints, with blanks between them, of the addresses (or ids) in Zoom's own list: separated
 * by ";" or ",", in any case of letters. "" for nobody.
 */
const char *lz_alternates_pack(apr_pool_t *pool, const char *account, const char *list);

/* 1 when who (an address or an id, in any case) is among packed, which may be NULL for unknown. */
int lz_alternates_have(apr_pool_t *pool, const char *account, const char *packed,
                       const char *who);

#endif
