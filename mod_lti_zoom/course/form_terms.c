/* SPDX-License-Identifier: Apache-2.0 */
#include "form_terms.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/timestamp.h"
#include "course_settings.h"
#include "form_people.h"
#include "form_proposal.h"
#include "form_tracking.h"
#include "instructors.h"
#include "meeting_form_table.h"
#include "projection.h"
#include "sections.h"

#define HOUR apr_time_from_sec(3600)

#define OTHERS "settings.alternative_hosts"

/* A form being opened, or the terms of one being gathered. */
typedef struct gathering_t {
    lz_env_t            env;        /* its deadline leaves time for what comes after */
    const lz_site_t    *site;
    const lz_session_t *session;
    const lz_person_t  *person;     /* who asks, NULL: unknown */
    const lz_person_t  *host;       /* whose meeting it is, NULL: unknown */
    lz_form_proposal_t  proposal;
    lz_course_row_t    *course;     /* NULL: unknown */
    json_object        *options;
    json_object        *form;       /* what is proposed */
    json_object        *warnings;   /* array */
} gathering_t;

static void begin(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session,
                  const lz_person_t *person, gathering_t *gathering)
{
    *gathering = (gathering_t){
        .env = *env, .site = site, .session = session, .person = person, .host = person,
        .warnings = lz_json_adopt(env->pool, json_object_new_array())
    };
    gathering->env.deadline = lz_now(env->clock) + lz_env_remaining(env) / 2;
}

/* --- the proposal ----------------------------------------------------------------------------- */

static const char *zone_of(const lz_session_t *session, const lz_person_t *host)
{
    if (host && lz_time_zone_valid(host->time_zone)) {
        return host->time_zone;
    }
    return lz_time_zone_valid(session->time_zone) ? session->time_zone : "UTC";
}

/* Topics are cut where a character ends. */
static const char *topic_of(apr_pool_t *pool, const char *title)
{
    const char *end = title;
    for (int n = 0; *end && n < lz_form_field("topic")->max; n++) {
        do {
            end++;
        } while (((unsigned char)*end & 0xC0) == 0x80);
    }
    return apr_pstrmemdup(pool, title, (apr_size_t)(end - title));
}

/* What the course's instructors have set for new meetings; NULL: nothing, or unknown. */
static json_object *set_for_course(const gathering_t *gathering)
{
    json_object *meeting = NULL;
    const lz_problem_t *problem = lz_course_defaults(&gathering->env, gathering->session,
                                                     &meeting);
    if (problem) {
        lz_log(gathering->env.log, LZ_LOG_WARNING, APR_SUCCESS, "%s: the settings of a course were "
               "not read: %s", lz_problem_tag(gathering->env.pool, problem), problem->cause);
        return NULL;
    }
    return meeting;
}

static void find_course(gathering_t *gathering)
{
    const lz_problem_t *problem = lz_store_course(&gathering->env, gathering->session->course,
                                                  &gathering->course);
    if (problem) {
        lz_log(gathering->env.log, LZ_LOG_WARNING, APR_SUCCESS, "%s: what the LMS said of a course "
               "was not read: %s", lz_problem_tag(gathering->env.pool, problem), problem->cause);
        gathering->course = NULL;
    }
}

/* Mapped values go into the options and, of a new meeting, into the form. */
static void fill_tracking(gathering_t *gathering)
{
    apr_pool_t *pool = gathering->env.pool;
    json_object *fields = lz_json_array(gathering->options, "tracking_fields");
    if (!fields) {
        return;
    }
    json_object *values = lz_tracking_fill(pool, gathering->site, gathering->session,
                                           gathering->course, fields);
    lz_form_put_value(gathering->form, "tracking_fields", values);
}

/* What meetings can be limited to; the course's default is for its instructors. */
static void find_sections(gathering_t *gathering)
{
    lz_json_put(gathering->options, "sections",
                lz_sections_known(&gathering->env, gathering->session));
    if (gathering->session->standing != LZ_STANDING_HOST) {
        lz_form_put_value(gathering->form, "sections", json_object_new_array());
    }
}

/* From the host, as Zoom and the admin describe what they may do; asks: see host_setup.h. */
static void propose(gathering_t *gathering, const lz_person_t *asks)
{
    const lz_env_t *env = &gathering->env;
    const apr_time_t now = lz_now(env->clock);
    const lz_form_wanted_t wanted = {
        .parts = LZ_SETUP_ALL, .host = gathering->host, .asks = asks,
        .more = set_for_course(gathering)
    };
    gathering->proposal = lz_form_propose(env, gathering->site, gathering->session, &wanted);
    gathering->options = gathering->proposal.options;
    gathering->form = gathering->proposal.form;
    lz_json_put_string(gathering->form, "topic",
                       topic_of(env->pool, gathering->session->course_title));
    lz_json_put_string(gathering->form, "start_time",
                       lz_timestamp(env->pool, now - now % HOUR + HOUR));
    lz_json_put_string(gathering->form, "timezone",
                       zone_of(gathering->session, gathering->host));
    find_course(gathering);
    fill_tracking(gathering);
    find_sections(gathering);
}

/* --- people of the course --------------------------------------------------------------------- */

static void take_list(const gathering_t *gathering, json_object *roster, const char *list,
                      json_object *to, const char *name)
{
    json_object *warnings = lz_json_array(roster, "warnings");
    lz_json_put(to, name, json_object_get(lz_json_array(roster, list)));
    for (size_t i = 0; i < json_object_array_length(warnings); i++) {
        json_object *warning = json_object_array_get_idx(warnings, i);
        if (!lz_project_is_told(gathering->warnings, lz_form_text(warning, "code"))) {
            lz_json_push(gathering->warnings, json_object_get(warning));
        }
    }
}

/* Where the LMS has a roster: who teaches, and who can be put into rooms. */
static void find_members(gathering_t *gathering)
{
    json_object *breakout = lz_json_object(gathering->options, "breakout");
    if (!gathering->course || !*gathering->course->roster_url
        || gathering->session->standing != LZ_STANDING_HOST) {
        return;
    }
    take_list(gathering, lz_instructors(&gathering->env, gathering->site, gathering->session),
              "instructors", gathering->options, "instructors");
    if (lz_form_flag(breakout, "allowed", 0)) {
        take_list(gathering, lz_members(&gathering->env, gathering->site, gathering->session),
                  "members", breakout, "members");
    }
}

/* LTIZoomAlternativeHosts: a new meeting has everybody who teaches the course. */
static void propose_instructors(gathering_t *gathering)
{
    const char *left_out = "";
    json_object *instructors = lz_json_array(gathering->options, "instructors");
    if (!gathering->site->instructors_alternate || !gathering->host || !instructors) {
        return;
    }
    const char *others = lz_alternative_hosts_among(&gathering->env, gathering->session->account,
                                                    instructors, gathering->host->email,
                                                    &left_out);
    lz_form_put_value(gathering->form, OTHERS, json_object_new_string(others));
    if (*left_out) {
        lz_project_field_warning(gathering->warnings, "alternative_hosts_left_out", OTHERS,
                                 apr_psprintf(gathering->env.pool, "These people teach the course "
                                              "too, but have no Zoom licence to host: %s.",
                                              left_out));
        lz_project_warning_with(gathering->warnings, "people", left_out);
    }
}

/* --- opening ---------------------------------------------------------------------------------- */

/* The host of a meeting that is there; the person who asks where it is theirs. */
static void find_host(gathering_t *gathering, json_object *before)
{
    const char *email = lz_form_text(before, "host_email");
    lz_person_found_t found = { .address = email };
    if (gathering->person
        && strcmp(lz_form_text(before, "host_id"), gathering->person->zoom_id) == 0) {
        return;
    }
    gathering->host = NULL;
    if (*email) {
        lz_persons_find(&gathering->env, gathering->session->account, &found, 1);
        gathering->host = found.person;
    }
}

/* What a form of the meeting that is there begins with. */
static json_object *form_before(apr_pool_t *pool, json_object *before)
{
    json_object *form = lz_json_adopt(pool, json_object_new_object());
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        json_object *value = lz_form_get_value(before, field->path);
        if (value && (field->modes & (LZ_IN_CHANGE | LZ_IN_DATE))) {
            lz_form_put_value(form, field->path, lz_form_copy(value));
        }
    }
    return form;
}

/* Mapped values stand in options; a meeting that is there has its own. */
static void show_before(gathering_t *gathering, json_object *before)
{
    apr_pool_t *pool = gathering->env.pool;
    json_object *regions = lz_json_path(before, "settings.additional_data_center_regions");
    gathering->form = form_before(pool, before);
    if (regions) {
        lz_form_put_value(gathering->form, "settings.additional_data_center_regions",
                          lz_form_copy(regions));
    }
    if (gathering->host != gathering->person) {
        lz_json_put_string(gathering->form, "schedule_for", lz_form_text(before, "host_email"));
    }
}

json_object *lz_form_open(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session,
                          const lz_person_t *person, json_object *before)
{
    gathering_t gathering;
    json_object *members = lz_json_adopt(env->pool, json_object_new_object());
    begin(env, site, session, person, &gathering);
    if (before) {
        find_host(&gathering, before);
    }
    propose(&gathering, person);
    json_object *schedulers = lz_json_array(gathering.proposal.setup.parts[LZ_SETUP_SCHEDULERS],
                                            "schedulers");
    if (schedulers) {
        lz_json_put(gathering.options, "schedule_for",
                    lz_schedule_for_list(&gathering.env, session->account, schedulers));
    }
    lz_form_tell_gaps(&gathering.proposal, gathering.warnings);
    gathering.env.deadline = lz_now(env->clock) + lz_env_remaining(env) / 2;
    find_members(&gathering);
    gathering.env.deadline = env->deadline;
    if (before) {
        show_before(&gathering, before);
    } else {
        propose_instructors(&gathering);
    }
    lz_json_put(members, "form", json_object_get(gathering.form));
    lz_json_put(members, "options", json_object_get(gathering.options));
    lz_json_put(members, "warnings", json_object_get(gathering.warnings));
    return members;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* A form being accepted. */
typedef struct acceptance_t {
    gathering_t              gathering;
    const lz_form_request_t *request;
    json_object             *sent;
    const char              *host_email;    /* of the meeting as it is, or of the person */
} acceptance_t;

/* Whom it is to be scheduled for, in lower case; "" for nobody else, or nothing that is one. */
static const char *scheduled_for(const acceptance_t *acceptance)
{
    const apr_array_header_t *one =
        lz_form_addresses(acceptance->gathering.env.pool,
                          lz_form_text(acceptance->sent, "schedule_for"));
    const char *address = one->nelts == 1 ? APR_ARRAY_IDX(one, 0, const char *) : "";
    return lz_form_is_address(address) && strcasecmp(address, acceptance->host_email) != 0
           ? address : "";
}

/*
 * Asked anew when saving. Who has not allowed it stays unknown as a host: lz_form_read() says
 * what is wrong, by the list that is in the options afterwards.
 */
static const lz_problem_t *find_other_host(acceptance_t *acceptance, const char *address,
                                           json_object **schedulers)
{
    gathering_t *gathering = &acceptance->gathering;
    const lz_account_t *account = gathering->session->account;
    lz_person_found_t found = { .address = address };
    if (!acceptance->request->accepted) {
        const lz_problem_t *problem = lz_schedulers_find(&gathering->env, account,
                                                         gathering->person->email,
                                                         LZ_SCHEDULERS_NOW, schedulers);
        if (problem || !lz_schedulers_have(*schedulers, "email", address)) {
            return problem;
        }
    }
    lz_persons_find(&gathering->env, account, &found, 1);
    if (found.person && acceptance->request->mode == LZ_FORM_CREATE) {
        gathering->host = found.person;
    }
    return found.problem;
}

static void offer_schedulers(const acceptance_t *acceptance, json_object *schedulers)
{
    json_object *list = json_object_new_array();
    for (size_t i = 0; schedulers && i < json_object_array_length(schedulers); i++) {
        json_object *one = json_object_new_object();
        lz_json_put_string(one, "email",
                           lz_form_text(json_object_array_get_idx(schedulers, i), "email"));
        lz_json_push(list, one);
    }
    lz_json_put(acceptance->gathering.options, "schedule_for", list);
}

/* Who is one already stays one: Zoom has taken them. */
static apr_array_header_t *new_hosts(const acceptance_t *acceptance,
                                     const lz_meeting_form_t *form)
{
    apr_pool_t *pool = acceptance->gathering.env.pool;
    const apr_array_header_t *before =
        lz_form_addresses(pool, lz_form_text(acceptance->request->before, OTHERS));
    apr_array_header_t *added = apr_array_make(pool, 4, sizeof(const char *));
    for (int i = 0; form->alternative_hosts && i < form->alternative_hosts->nelts; i++) {
        const char *one = APR_ARRAY_IDX(form->alternative_hosts, i, const char *);
        int known = 0;
        for (int k = 0; k < before->nelts; k++) {
            known |= strcmp(APR_ARRAY_IDX(before, k, const char *), one) == 0;
        }
        if (!known) {
            APR_ARRAY_PUSH(added, const char *) = one;
        }
    }
    return added;
}

/* What only Zoom knows about the people of the form, added to what is wrong already. */
static const lz_problem_t *check_people(const acceptance_t *acceptance,
                                        const lz_meeting_form_t *form,
                                        const lz_problem_t *refusal)
{
    const gathering_t *gathering = &acceptance->gathering;
    const apr_array_header_t *added = new_hosts(acceptance, form);
    const char *wrong = NULL;
    if (acceptance->request->accepted || added->nelts == 0) {
        return refusal;
    }
    const lz_problem_t *unknown = lz_alternative_hosts_check(&gathering->env,
                                                             gathering->session->account, added,
                                                             &wrong);
    if (!wrong) {
        return refusal ? refusal : unknown;
    }
    lz_problem_t *whole = lz_problem(gathering->env.pool, LZ_P_FIELDS,
                                     "an alternative host has no licence");
    if (refusal) {
        *whole = *refusal;
    }
    lz_problem_field(gathering->env.pool, whole, OTHERS, wrong);
    return whole;
}

/* A new meeting to which nobody said who else hosts it. */
static void propose_others(acceptance_t *acceptance)
{
    gathering_t *gathering = &acceptance->gathering;
    if (gathering->site->instructors_alternate && acceptance->request->mode == LZ_FORM_CREATE
        && !lz_form_get_value(acceptance->sent, OTHERS) && gathering->course
        && *gathering->course->roster_url) {
        take_list(gathering, lz_instructors(&gathering->env, gathering->site,
                                            gathering->session),
                  "instructors", gathering->options, "instructors");
        propose_instructors(gathering);
    }
}

static const lz_problem_t *gather(acceptance_t *acceptance)
{
    gathering_t *gathering = &acceptance->gathering;
    const char *address = scheduled_for(acceptance);
    json_object *schedulers = NULL;
    const lz_problem_t *problem = *address ? find_other_host(acceptance, address, &schedulers)
                                           : NULL;
    if (problem && !lz_person_is_unknown(problem)) {
        return problem;
    }
    if (acceptance->request->before) {
        find_host(gathering, acceptance->request->before);
    }
    propose(gathering, NULL);
    if (*address && !acceptance->request->accepted) {
        offer_schedulers(acceptance, problem ? NULL : schedulers);
    }
    propose_others(acceptance);
    return NULL;
}

const lz_problem_t *lz_form_accept(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const lz_form_request_t *request,
                                   json_object *sent, lz_meeting_form_t *form)
{
    const char *before_email = lz_form_text(request->before, "host_email");
    acceptance_t acceptance = {
        .request = request, .sent = sent,
        .host_email = *before_email ? before_email : request->person->email
    };
    gathering_t *gathering = &acceptance.gathering;
    begin(env, site, session, request->person, gathering);
    const lz_problem_t *problem = gather(&acceptance);
    if (problem) {
        return problem;
    }
    const lz_form_terms_t terms = {
        .mode = request->mode, .now = request->wished_at, .proposal = gathering->form,
        .options = gathering->options, .before = request->before,
        .host_email = acceptance.host_email
    };
    problem = lz_form_read(env->pool, &terms, sent, form);
    form->host_id = gathering->host ? gathering->host->zoom_id : "";
    form->host_name = gathering->host ? gathering->host->name : "";
    return check_people(&acceptance, form, problem);
}
