/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The paths of the Zoom API. What stands for a {} is looked at before anything is sent: with a
 * wrong one Zoom would answer another question, such as who owns the account ("me"), who all the
 * users are (""), or what the latest of a series was where one of its dates was meant.
 */
#ifndef LZ_ZOOM_PATH_H
#define LZ_ZOOM_PATH_H

#include "data_map.h"

/*
 * The operation's path with its parameters, encoded; both in clear, NULL where it has none. NULL
 * when one is missing or names nothing of its kind (lz_zoom_parameter_e). A UUID with a '/' in it
 * is encoded twice (zoom-api.md §1.5).
 */
const char *lz_zoom_path(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                         const char *first, const char *second)
    __attribute__((warn_unused_result));

#endif
