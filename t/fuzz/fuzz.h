/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share. Each t/fuzz/fuzz_x.c is one function over the core that takes any
 * bytes and holds the core to what its headers promise. It is built twice: with replay.c, which
 * feeds it the files of corpus/x (make check), and with libFuzzer, which looks for new ones
 * (t/fuzz/run).
 */
#ifndef LZ_FUZZ_H
#define LZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include <apr_pools.h>

/* 0 always: the name and the meaning are libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A fresh pool; the target destroys it, so that leaks show as growth. */
apr_pool_t *fuzz_pool(void);

/* A pool that lives as long as the process, for what is made once. */
apr_pool_t *fuzz_lasting_pool(void);

/* The first line of an input without its end, and what follows. */
typedef struct fuzz_split_t {
    const char *line;       /* NUL-terminated, in the pool */
    const char *rest;       /* points into data */
    size_t      rest_size;
} fuzz_split_t;

fuzz_split_t fuzz_split(apr_pool_t *pool, const uint8_t *data, size_t size);

/* A promise of the core; says which one was broken and aborts, as a fuzzer wants it. */
#define must(condition) ((condition) ? (void)0 : fuzz_broken(#condition, __FILE__, __LINE__))

void fuzz_broken(const char *condition, const char *file, int line) __attribute__((noreturn));

#endif
