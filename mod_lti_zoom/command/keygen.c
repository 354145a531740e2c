/* SPDX-License-Identifier: Apache-2.0 */
/* lti-zoom keygen: a key for LTIZoomKey. */
#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "../base/jose.h"
#include "../base/json.h"
#include "../base/value.h"

#define BITS_DEFAULT 2048
#define BITS_MIN     2048
#define BITS_MAX     8192

/* The new key as unencrypted PKCS#8 in PEM, in a BIO that the caller frees; NULL on failure. */
static BIO *make_pem(apr_int64_t bits)
{
    EVP_PKEY *key = EVP_RSA_gen((unsigned int)bits);
    BIO *pem = key != NULL ? BIO_new(BIO_s_secmem()) : NULL;

    if (pem != NULL && !PEM_write_bio_PKCS8PrivateKey(pem, key, NULL, NULL, 0, NULL, NULL)) {
        BIO_free(pem);
        pem = NULL;
    }
    EVP_PKEY_free(key);
    return pem;
}

/* 1 when all of text is in the file and on the disk. */
static int write_all(int file, const char *text, size_t length)
{
    while (length > 0) {
        const ssize_t n = write(file, text, length);

        if (n < 0 && errno != EINTR) {
            return 0;
        }
        text += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return fsync(file) == 0;
}

static int failed(const char *path, const char *doing)
{
    fprintf(stderr, "lti-zoom: %s: %s: %s\n", path, doing, strerror(errno));
    return 0;
}

/* 1 when a new file holds text for its owner alone; an unfinished one is taken away again. */
static int write_private(const char *path, const char *text, size_t length)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file < 0) {
        return failed(path, errno == EEXIST ? "is left as it is" : "cannot be made");
    }
    int written = fchmod(file, 0600) == 0 && write_all(file, text, length);
    written = close(file) == 0 && written;
    if (!written) {
        (void)failed(path, "cannot be written");
        (void)unlink(path);
    }
    return written;
}

/* {"kty",...} as it will stand in /keys. */
static const char *public_half(apr_pool_t *pool, const lz_signing_key_t *key)
{
    const char *set = lz_jwks_publish(pool, &key, 1);
    const char *reason = NULL;
    json_object *root = lz_json_parse(pool, set, strlen(set), LZ_JSON_OBJECT, &reason);

    return lz_json_text(pool, json_object_array_get_idx(lz_json_array(root, "keys"), 0));
}

static lz_exit_e generate(apr_pool_t *pool, const char *path, apr_int64_t bits)
{
    BIO *pem = make_pem(bits);
    char *text = NULL;
    const char *reason = "out of memory or randomness";
    const long length = pem != NULL ? BIO_get_mem_data(pem, &text) : 0;
    const lz_signing_key_t *key =
        length > 0 ? lz_signing_key_load(pool, text, (apr_size_t)length, &reason) : NULL;
    const int written = key != NULL && write_private(path, text, (size_t)length);

    if (key == NULL) {
        fprintf(stderr, "lti-zoom: no key could be made: %s\n", reason);
    }
    BIO_free(pem);
    if (!written) {
        return LZ_EXIT_REFUSED;
    }
    printf("file  %s\nkid   %s\njwk   %s\n", path, lz_signing_key_kid(key), public_half(pool, key));
    return LZ_EXIT_OK;
}

lz_exit_e lz_command_keygen(apr_pool_t *pool, apr_getopt_t *options)
{
    static const apr_getopt_option_t known[] = { { "bits", 'b', 1, NULL }, { NULL, 0, 0, NULL } };
    const char *value = NULL;
    apr_int64_t bits = BITS_DEFAULT;
    int option = 0;
    apr_status_t rv;

    while ((rv = apr_getopt_long(options, known, &option, &value)) == APR_SUCCESS) {
        if (!lz_value_number(value, &bits) || bits < BITS_MIN || bits > BITS_MAX) {
            return lz_command_misused("--bits takes %d to %d", BITS_MIN, BITS_MAX);
        }
    }
    if (rv != APR_EOF || options->argc - options->ind != 1) {
        return lz_command_misused("keygen takes the name of one file");
    }
    return generate(pool, options->argv[options->ind], bits);
}
