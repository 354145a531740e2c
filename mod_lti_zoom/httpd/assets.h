/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages' files: /assets/{version}/path below the mount becomes a file of LTIZoomAssets, served
 * by httpd's own file handling. The URL of another version than the current one still answers
 * (an open page of before an upgrade), but is asked for again each time. A page has dozens of
 * them, so they carry no header that does nothing for them. The build leaves each file there as
 * file.br and file.gz too; a client that takes such a coding gets it, at no cost of compressing.
 */
#ifndef LZ_HTTPD_ASSETS_H
#define LZ_HTTPD_ASSETS_H

#include <httpd.h>

/* Makes known to httpd what lz_assets_map() uses; once, with the hooks. */
void lz_assets_register(void);

/* 1 when path (below the mount) is one of assets. */
int lz_assets_match(const char *path);

/*
 * For the map_to_storage phase: 1 and r's file, its state and headers set, or 0 when r does not
 * GET a file that is there. directory is LTIZoomAssets, version the current one.
 */
int lz_assets_map(request_rec *r, const char *path, const char *directory, const char *version);

#endif
