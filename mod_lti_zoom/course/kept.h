/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept outside Zoom, where, and how long, in words for the privacy page. */
#ifndef LZ_COURSE_KEPT_H
#define LZ_COURSE_KEPT_H

typedef struct lz_kept_t {
    const char *table;      /* of the database, or NULL */
    const char *what;       /* NULL at the end of the list */
    const char *where;
    const char *how_long;   /* NULL: as long as a session */
} lz_kept_t;

/* Every table of the database is in it; a guard looks. */
const lz_kept_t *lz_kept(void);

#endif
