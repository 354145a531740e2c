/* SPDX-License-Identifier: Apache-2.0 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_SIZE 4096      /* httpd cuts its lines at 8 KB; ours stay well below */

void lz_log(const lz_log_t *log, lz_log_level_e level, apr_status_t status, const char *format, ...)
{
    char line[LINE_SIZE];
    va_list args;

    if (!log->enabled(log->baton, level)) {
        return;
    }

    va_start(args, format);
    const int written = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (written < 0) {
        return;
    }

    for (char *c = line; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            *c = '.';
        }
    }
    log->write(log->baton, level, status, line);
}
