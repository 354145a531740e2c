/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of one server or virtual host: making it, and merging the two. */
#include "config_settings.h"

#include <string.h>

#include <apr_strings.h>

lz_server_config_t *lz_config_of(server_rec *s)
{
    return ap_get_module_config(s->module_config, &lti_zoom_module);
}

void *lz_config_create(apr_pool_t *pool, server_rec *s)
{
    lz_server_config_t *config = apr_pcalloc(pool, sizeof(*config));

    (void)s;
    config->sections = apr_array_make(pool, 4, sizeof(lz_section_t *));
    return config;
}

lz_section_t *lz_config_section(const lz_server_config_t *config, lz_scope_e kind,
                                const char *name)
{
    for (int i = 0; i < config->sections->nelts; i++) {
        lz_section_t *section = APR_ARRAY_IDX(config->sections, i, lz_section_t *);

        if (section->kind == kind && !strcmp(section->name, name)) {
            return section;
        }
    }
    return NULL;
}

/* The one rule of merging: what is set nearer to the host stands, else what is set further off. */
static void merge_settings(lz_setting_t *merged, const lz_setting_t *base, const lz_setting_t *add)
{
    for (int id = 0; id < LZ_SETTING_COUNT; id++) {
        merged[id] = lz_is_set(add, (lz_setting_id_e)id) ? add[id] : base[id];
    }
}

void *lz_config_merge(apr_pool_t *pool, void *base_config, void *add_config)
{
    const lz_server_config_t *base = base_config;
    const lz_server_config_t *add = add_config;
    lz_server_config_t *merged = lz_config_create(pool, NULL);

    merge_settings(merged->settings, base->settings, add->settings);
    merged->first = add->first;
    for (int i = 0; i < base->sections->nelts; i++) {
        const lz_section_t *far = APR_ARRAY_IDX(base->sections, i, lz_section_t *);
        const lz_section_t *near = lz_config_section(add, far->kind, far->name);
        lz_section_t *both = apr_pmemdup(pool, near ? near : far, sizeof(*both));

        if (near) {
            merge_settings(both->settings, far->settings, near->settings);
        }
        APR_ARRAY_PUSH(merged->sections, lz_section_t *) = both;
    }
    for (int i = 0; i < add->sections->nelts; i++) {
        lz_section_t *section = APR_ARRAY_IDX(add->sections, i, lz_section_t *);

        if (!lz_config_section(base, section->kind, section->name)) {
            APR_ARRAY_PUSH(merged->sections, lz_section_t *) = section;
        }
    }
    return merged;
}

int lz_config_is_on(server_rec *s)
{
    return lz_is_set(lz_config_of(s)->settings, LZ_SET_BASE_URL);
}
