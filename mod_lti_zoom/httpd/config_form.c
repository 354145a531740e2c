/* SPDX-License-Identifier: Apache-2.0 */
/* What the admin says about the meeting form: checking it, and building it. */
#include "config_form.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/log.h"
#include "../course/form_choice.h"
#include "../course/form_tracking.h"

#define LABEL_MAX 128

const char *lz_check_choice(apr_pool_t *pool, const char *name, const char *value)
{
    lz_form_choice_t choice;

    return lz_form_choice_read(pool, name, value, &choice);
}

const char *lz_check_tracking(apr_pool_t *pool, const char *name, const char *value)
{
    const char *wrong = lz_tracking_wrong(pool, value);

    if (*name == '\0' || strlen(name) > LABEL_MAX) {
        return "a tracking field has a label; right would be: Course {course_label}";
    }
    return wrong ? apr_psprintf(pool, "'%.100s' %s; right would be text with {course_id}, "
                                "{course_title}, {course_label}, {course_code}, {section}, {term} "
                                "or {platform} in it", value, wrong)
                 : NULL;
}

const char *lz_check_others(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)pool;
    (void)rule;
    return strcasecmp(word, "none") && strcasecmp(word, "instructors")
           ? "is neither none nor instructors" : NULL;
}

static apr_array_header_t *build_choices(apr_pool_t *pool, const lz_setting_t *setting)
{
    const apr_array_header_t *words = setting->words;
    apr_array_header_t *choices = apr_array_make(pool, 4, sizeof(lz_form_choice_t));

    for (int i = 0; words && i + 1 < words->nelts; i += 2) {
        lz_form_choice_t *choice = apr_array_push(choices);
        const char *wrong = lz_form_choice_read(pool, APR_ARRAY_IDX(words, i, const char *),
                                                APR_ARRAY_IDX(words, i + 1, const char *),
                                                choice);

        ap_assert(!wrong);      /* the setter saw to it */
    }
    return choices;
}

static apr_array_header_t *build_tracking(apr_pool_t *pool, const lz_setting_t *setting)
{
    const apr_array_header_t *words = setting->words;
    apr_array_header_t *maps = apr_array_make(pool, 4, sizeof(lz_tracking_map_t));

    for (int i = 0; words && i + 1 < words->nelts; i += 2) {
        lz_tracking_map_t *map = apr_array_push(maps);

        map->label = APR_ARRAY_IDX(words, i, const char *);
        map->value = APR_ARRAY_IDX(words, i + 1, const char *);
    }
    return maps;
}

void lz_config_build_form(apr_pool_t *pool, const lz_setting_t *settings, lz_site_t *site)
{
    site->form_defaults = build_choices(pool, &settings[LZ_SET_MEETING_DEFAULT]);
    site->form_locks = build_choices(pool, &settings[LZ_SET_MEETING_LOCK]);
    site->tracking = build_tracking(pool, &settings[LZ_SET_TRACKING_FIELD]);
    site->instructors_alternate =
        !strcasecmp(lz_setting_text(settings, LZ_SET_ALTERNATIVE_HOSTS), "instructors");
}

static int is_on(const apr_array_header_t *choices, const char *path)
{
    for (int i = 0; i < choices->nelts; i++) {
        const lz_form_choice_t *choice = &APR_ARRAY_IDX(choices, i, lz_form_choice_t);

        if (!strcmp(choice->path, path)) {
            return !strcmp(choice->json, "true");
        }
    }
    return 0;
}

/* What is fixed must be possible. */
void lz_check_form(lz_findings_t *found, const lz_server_config_t *config)
{
    const lz_setting_t *setting = &config->settings[LZ_SET_MEETING_LOCK];
    const apr_array_header_t *locks = build_choices(found->ptemp, setting);

    if (is_on(locks, "settings.waiting_room") && is_on(locks, "settings.join_before_host")) {
        lz_mistake(found, LZNO(0752), &setting->place, "LTIZoomMeetingLock switches both "
                   "waiting_room and join_before_host on, which exclude each other; right would "
                   "be to lock one of the two");
    }
}
