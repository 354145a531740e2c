/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what Zoom says about a host, and what the admin decided, to what the form proposes and
 * what it offers. Pure: everything was asked for before.
 */
#ifndef LZ_COURSE_FORM_OPTIONS_H
#define LZ_COURSE_FORM_OPTIONS_H

#include "host_setup.h"
#include "site.h"

/*
 * options{} of the JSON contract as far as the setup and the site tell it, tied to pool: locks,
 * password_policy, regions, authentication_options, tracking_fields (values not filled in),
 * breakout{allowed}, host_email, registration_allowed, recording_allowed, focus_mode_allowed, pmi.
 * What is not known is absent.
 */
json_object *lz_form_options(apr_pool_t *pool, const lz_host_setup_t *setup,
                             const lz_person_t *host, const lz_site_t *site);

/*
 * What a form begins with, tied to pool: the form's own defaults, above them the host's settings,
 * above those the admin's defaults, then more (paths and values as in a form, or NULL), above all
 * what is locked. Topic, start and time zone are the caller's.
 */
json_object *lz_form_defaults(apr_pool_t *pool, const lz_host_setup_t *setup,
                              const lz_site_t *site, json_object *more, json_object *options);

#endif
