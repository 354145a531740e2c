/* SPDX-License-Identifier: Apache-2.0 */
/* The check of all hosts together: they may share a database, where a name must mean one thing. */
#include "config_settings.h"

#include <string.h>

#include "../base/log.h"

static const lz_secret_t *secret_of(const lz_setting_t *consumers, const char *key)
{
    for (int i = 0; consumers->words && i < consumers->words->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(consumers->words, i, const char *), key)) {
            return APR_ARRAY_IDX(consumers->secrets, i, const lz_secret_t *);
        }
    }
    return NULL;
}

/* One key with two secrets is two LMSs: each could enter the other's courses. */
static void check_consumers(lz_findings_t *found, const lz_section_t *first,
                            const lz_section_t *second)
{
    const lz_setting_t *of_first = &first->settings[LZ_SET_CONSUMER];
    const lz_setting_t *of_second = &second->settings[LZ_SET_CONSUMER];

    for (int i = 0; of_second->words && i < of_second->words->nelts; i++) {
        const char *key = APR_ARRAY_IDX(of_second->words, i, const char *);
        const lz_secret_t *secret = APR_ARRAY_IDX(of_second->secrets, i, const lz_secret_t *);
        const lz_secret_t *other = secret_of(of_first, key);

        if (other && other->value && secret->value && strcmp(other->value, secret->value)) {
            lz_mistake(found, LZNO(0982), &of_second->place,
                       "LTIZoomConsumer gives the key '%s' another secret than <LTIZoomPlatform "
                       "%s> of another host does in %s:%d, so that two LMSs would share their "
                       "courses; right would be a key of its own for each", key, first->name,
                       of_first->place.file, of_first->place.line);
        }
    }
}

static void check_hosts(lz_findings_t *found, const lz_server_config_t *first,
                        const lz_server_config_t *second)
{
    for (int i = 0; i < first->sections->nelts; i++) {
        for (int j = 0; j < second->sections->nelts; j++) {
            const lz_section_t *a = APR_ARRAY_IDX(first->sections, i, const lz_section_t *);
            const lz_section_t *b = APR_ARRAY_IDX(second->sections, j, const lz_section_t *);

            if (a->kind == LZ_SCOPE_PLATFORM && b->kind == LZ_SCOPE_PLATFORM) {
                check_consumers(found, a, b);
            }
        }
    }
}

/* httpd lists virtual hosts from the last to the first; the later one is told of. */
void lz_check_hosts(lz_findings_t *found, server_rec *main_server)
{
    for (server_rec *s = main_server; s; s = s->next) {
        for (server_rec *other = main_server; lz_config_is_on(s) && other != s;
             other = other->next) {
            if (lz_config_is_on(other)) {
                check_hosts(found, lz_config_of(s), lz_config_of(other));
            }
        }
    }
}
