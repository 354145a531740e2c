/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over files and reports in TAP, a line each. Without arguments, as under make
 * check, fuzz_x takes $srcdir/t/fuzz/corpus/x; with arguments, the files they name.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define INPUT_MAX (1024 * 1024)

/* The bytes in a block of just their size, so that a step beyond it is seen. */
static int feed(FILE *file)
{
    static uint8_t buffer[INPUT_MAX + 1];
    const size_t size = fread(buffer, 1, sizeof(buffer), file);
    uint8_t *input = size <= INPUT_MAX && !ferror(file) ? malloc(size > 0 ? size : 1) : NULL;

    if (input == NULL) {
        return 0;
    }
    memcpy(input, buffer, size);
    (void)LLVMFuzzerTestOneInput(input, size);
    free(input);
    return 1;
}

/* 1 when the input was read and the target came back from it. */
static int replay(const char *path, int number)
{
    FILE *file = fopen(path, "rb");

    printf("# %s\n", path);     /* the last word when the target does not come back */
    fflush(stdout);
    const int fed = file != NULL && feed(file);
    if (file != NULL) {
        fclose(file);
    }
    printf("%sok %d - %s\n", fed ? "" : "not ", number, strrchr(path, '/') + 1);
    return fed;
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* How many inputs there were; *failed counts those that were not read. */
static int replay_folder(const char *folder, int *failed)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, visible, alphasort);

    for (int i = 0; i < n; i++) {
        char path[4096];
        const int length = snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);

        *failed += length >= (int)sizeof(path) || !replay(path, i + 1);
        free(entries[i]);
    }
    free(entries);
    return n > 0 ? n : 0;
}

/* "x" of .../fuzz_x; libtool may put lt- before it. */
static const char *target_of(const char *program)
{
    const char *name = strrchr(program, '/');

    name = strstr(name != NULL ? name : program, "fuzz_");
    return name != NULL ? name + strlen("fuzz_") : "";
}

int main(int argc, char **argv)
{
    const char *srcdir = getenv("srcdir");
    int failed = 0;
    int n = argc - 1;

    for (int i = 1; i < argc; i++) {
        char path[4096];

        snprintf(path, sizeof(path), "./%s", argv[i]);
        failed += !replay(argv[i][0] == '/' ? argv[i] : path, i);
    }
    if (argc == 1) {
        char folder[4096];

        snprintf(folder, sizeof(folder), "%s/t/fuzz/corpus/%s", srcdir != NULL ? srcdir : ".",
                 target_of(argv[0]));
        n = replay_folder(folder, &failed);
        if (n == 0) {
            printf("not ok 1 - there is no input in %s\n", folder);
        }
    }
    printf("1..%d\n", n > 0 ? n : 1);
    return n == 0 || failed > 0;
}
