/* SPDX-License-Identifier: Apache-2.0 */
/* The check of mod_dbd: is there a database for the host, and a place for SQLite's file? */
#include "config_settings.h"

#include <string.h>
#include <unistd.h>

#include <apr_file_info.h>
#include <apr_strings.h>
#include <http_log.h>
#include <unixd.h>

#include "../base/log.h"

static const ap_directive_t *find_directive(const ap_directive_t *tree, const char *name)
{
    for (; tree; tree = tree->next) {
        if (!strcasecmp(tree->directive, name)) {
            return tree;
        }
    }
    return NULL;
}

/* The directive that holds for the host, its own or the server's; or NULL. mod_dbd offers no
 * function that tells what it was configured with. */
static const ap_directive_t *directive_of(const server_rec *s, const char *name)
{
    const ap_directive_t *directive = find_directive(ap_conftree, name);

    for (const ap_directive_t *host = ap_conftree; s->is_virtual && host; host = host->next) {
        if (!strcasecmp(host->directive, "<VirtualHost")
            && host->line_num == (int)s->defn_line_number
            && !strcmp(host->filename, s->defn_name)) {
            const ap_directive_t *own = find_directive(host->first_child, name);
            directive = own ? own : directive;
        }
    }
    return directive;
}

static const char *first_word(apr_pool_t *pool, const ap_directive_t *directive)
{
    const char *args = directive->args;

    return ap_getword_conf(pool, &args);
}

/* As far as owner and mode tell: httpd opens the database as User, and configtest runs as root. */
static int may_write(const apr_finfo_t *info)
{
    if (geteuid() != 0) {
        return access(info->fname, W_OK) == 0;
    }
    return info->protection & (info->user == ap_unixd_config.user_id    ? APR_FPROT_UWRITE
                               : info->group == ap_unixd_config.group_id ? APR_FPROT_GWRITE
                                                                         : APR_FPROT_WWRITE);
}

/* SQLite makes the file itself, and others beside it while it writes, but no directory. */
static void check_sqlite_file(lz_findings_t *found, const ap_directive_t *params)
{
    const apr_int32_t wanted = APR_FINFO_TYPE | APR_FINFO_PROT | APR_FINFO_OWNER;
    const lz_place_t place = { params->filename, params->line_num };
    const char *file = first_word(found->ptemp, params);
    const char *slash = strrchr(file, '/');
    const char *directory = apr_pstrmemdup(found->ptemp, file, slash ? (apr_size_t)(slash - file)
                                                                     : 0);
    apr_finfo_t info;

    if (*file != '/' || !*directory) {
        return;
    }
    if (apr_stat(&info, directory, wanted, found->ptemp) != APR_SUCCESS
        || info.filetype != APR_DIR) {
        lz_advice(found, LZNO(0990), &place,
                  "DBDParams: '%s' is no directory, so that there can be no database '%s'; right "
                  "would be a directory of the user that httpd runs as: install -d -o www-data "
                  "-m 700 %s", directory, file, directory);
        return;
    }
    const int there = may_write(&info);
    if (!there || (apr_stat(&info, file, wanted, found->ptemp) == APR_SUCCESS
                   && !may_write(&info))) {
        lz_advice(found, LZNO(0991), &place,
                  "DBDParams: the user that httpd runs as may perhaps not write '%s'; right would "
                  "be to give it to that user: chown www-data", there ? file : directory);
    }
}

void lz_check_database(lz_findings_t *found, server_rec *s, const lz_place_t *place)
{
    const ap_directive_t *driver = directive_of(s, "DBDriver");
    const ap_directive_t *params = directive_of(s, "DBDParams");
    const char *name = driver ? first_word(found->ptemp, driver) : "";
    const char *right = "right would be: DBDriver sqlite3 and DBDParams "
                        "/var/lib/lti-zoom/lti-zoom.db";

    if (!ap_find_linked_module("mod_dbd.c")) {
        lz_mistake(found, LZNO(0968), place,
                   "mod_lti_zoom keeps courses in a database, and mod_dbd is not loaded; right "
                   "would be: LoadModule dbd_module modules/mod_dbd.so");
    }
    else if (!driver) {
        lz_mistake(found, LZNO(0969), place,
                   "mod_lti_zoom keeps courses in a database, and no DBDriver holds for this "
                   "host; %s", right);
    }
    else if (strcmp(name, "sqlite3") && strcmp(name, "pgsql")) {
        lz_mistake(found, LZNO(0970), place,
                   "mod_lti_zoom does not work with DBDriver %s; right would be sqlite3 or pgsql",
                   name);
    }
    else if (!params) {
        lz_mistake(found, LZNO(0971), place,
                   "no DBDParams says where the database of this host is; %s", right);
    }
    else if (!strcmp(name, "sqlite3")) {
        check_sqlite_file(found, params);
    }
}
