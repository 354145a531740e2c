/* SPDX-License-Identifier: Apache-2.0 */
#include "seal.h"

#include <limits.h>
#include <string.h>

#include <apr_strings.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "encoding.h"

#define VERSION       1
#define KEY_ID_SIZE   4
#define KEY_SIZE      32
#define NONCE_SIZE    12
#define TAG_SIZE      16
#define HEAD_SIZE     (1 + KEY_ID_SIZE + NONCE_SIZE)

/* Salt and contexts of the derivation. Changing one makes everything sealed unreadable. */
static const char derivation_salt[] = "mod_lti_zoom seal v1";
static const char key_id_context[] = "key id";
static const char *const purposes[LZ_SEAL_PURPOSE_COUNT] = {
    [LZ_SEAL_SESSION]  = "session",
    [LZ_SEAL_STATE]    = "state",
    [LZ_SEAL_CACHE]    = "cache",
    [LZ_SEAL_ROW]      = "row",
    [LZ_SEAL_HANDOVER] = "handover",
};

typedef struct keys_t {
    unsigned char id[KEY_ID_SIZE];
    unsigned char key[LZ_SEAL_PURPOSE_COUNT][KEY_SIZE];
} keys_t;

struct lz_sealer_t {
    EVP_CIPHER *cipher;
    keys_t     *keys;       /* one per secret, in the secrets' order */
    int         n_keys;
};

static apr_status_t destroy(void *data)
{
    lz_sealer_t *sealer = data;

    OPENSSL_cleanse(sealer->keys, sizeof(keys_t) * (apr_size_t)sealer->n_keys);
    EVP_CIPHER_free(sealer->cipher);
    return APR_SUCCESS;
}

static int derive(const char *secret, const char *context, unsigned char *key, apr_size_t size)
{
    return lz_hkdf_sha256(secret, strlen(secret), derivation_salt, strlen(derivation_salt),
                          context, strlen(context), key, size);
}

static int derive_keys(const char *secret, keys_t *keys)
{
    int ok = derive(secret, key_id_context, keys->id, sizeof(keys->id));

    for (int purpose = 0; ok && purpose < LZ_SEAL_PURPOSE_COUNT; purpose++) {
        ok = derive(secret, purposes[purpose], keys->key[purpose], KEY_SIZE);
    }
    return ok;
}

apr_status_t lz_sealer_create(apr_pool_t *pool, const char *const *secrets, int n,
                              lz_sealer_t **result)
{
    if (n < 1) {
        return APR_EINVAL;
    }
    for (int i = 0; i < n; i++) {
        if (strlen(secrets[i]) < LZ_SECRET_MIN) {
            return APR_EINVAL;
        }
    }

    lz_sealer_t *sealer = apr_pcalloc(pool, sizeof(*sealer));
    sealer->keys = apr_pcalloc(pool, sizeof(keys_t) * (apr_size_t)n);
    sealer->n_keys = n;
    apr_pool_cleanup_register(pool, sealer, destroy, apr_pool_cleanup_null);

    ERR_set_mark();
    sealer->cipher = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    ERR_pop_to_mark();
    if (!sealer->cipher) {
        return APR_EGENERAL;
    }
    for (int i = 0; i < n; i++) {
        if (!derive_keys(secrets[i], &sealer->keys[i])) {
            return APR_EGENERAL;
        }
    }
    *result = sealer;
    return APR_SUCCESS;
}

/* Version and key id are authenticated, and once more the purpose, though its key is its own. */
static int authenticate_head(EVP_CIPHER_CTX *context, const unsigned char *head,
                             lz_seal_purpose_e purpose)
{
    int ignored;

    return EVP_CipherUpdate(context, NULL, &ignored, head, 1 + KEY_ID_SIZE)
           && EVP_CipherUpdate(context, NULL, &ignored, (const unsigned char *)purposes[purpose],
                               (int)strlen(purposes[purpose]));
}

/* Fills what follows the head at sealed: ciphertext and tag. */
static int encrypt(EVP_CIPHER_CTX *context, const lz_sealer_t *sealer, lz_seal_purpose_e purpose,
                   unsigned char *sealed, const char *clear, int length)
{
    const unsigned char *nonce = sealed + 1 + KEY_ID_SIZE;
    unsigned char *out = sealed + HEAD_SIZE;
    int written = 0;
    int rest = 0;

    return EVP_EncryptInit_ex2(context, sealer->cipher, sealer->keys[0].key[purpose], nonce, NULL)
           && authenticate_head(context, sealed, purpose)
           && EVP_EncryptUpdate(context, out, &written, (const unsigned char *)clear, length)
           && EVP_EncryptFinal_ex(context, out + written, &rest)
           && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, out + length);
}

const char *lz_seal(const lz_sealer_t *sealer, apr_pool_t *pool, lz_seal_purpose_e purpose,
                    const char *clear, apr_size_t length)
{
    if (length > INT_MAX - HEAD_SIZE - TAG_SIZE) {
        return NULL;
    }

    unsigned char *sealed = apr_palloc(pool, HEAD_SIZE + length + TAG_SIZE);
    sealed[0] = VERSION;
    memcpy(sealed + 1, sealer->keys[0].id, KEY_ID_SIZE);
    if (!lz_random_bytes(sealed + 1 + KEY_ID_SIZE, NONCE_SIZE)) {
        return NULL;
    }

    ERR_set_mark();
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    const int ok = context && encrypt(context, sealer, purpose, sealed, clear, (int)length);
    EVP_CIPHER_CTX_free(context);
    ERR_pop_to_mark();
    return ok ? lz_base64url_encode(pool, sealed, HEAD_SIZE + length + TAG_SIZE) : NULL;
}

/* 1 when the length bytes of ciphertext after the head were sealed with key. */
static int decrypt(EVP_CIPHER_CTX *context, const lz_sealer_t *sealer, const unsigned char *key,
                   lz_seal_purpose_e purpose, unsigned char *sealed, int length,
                   unsigned char *clear)
{
    const unsigned char *nonce = sealed + 1 + KEY_ID_SIZE;
    int written = 0;
    int rest = 0;

    return EVP_DecryptInit_ex2(context, sealer->cipher, key, nonce, NULL)
           && authenticate_head(context, sealed, purpose)
           && EVP_DecryptUpdate(context, clear, &written, sealed + HEAD_SIZE, length)
           && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG_SIZE,
                                  sealed + HEAD_SIZE + length)
           && EVP_DecryptFinal_ex(context, clear + written, &rest) > 0;
}

const char *lz_unseal(const lz_sealer_t *sealer, apr_pool_t *pool, lz_seal_purpose_e purpose,
                      const char *text, apr_size_t *length)
{
    apr_size_t size;
    unsigned char *sealed = lz_base64url_decode(pool, text, strlen(text), &size);
    int ok = 0;

    if (!sealed || size < HEAD_SIZE + TAG_SIZE || size > INT_MAX || sealed[0] != VERSION) {
        return NULL;
    }

    const apr_size_t clear_length = size - HEAD_SIZE - TAG_SIZE;
    unsigned char *clear = apr_palloc(pool, clear_length + 1);

    ERR_set_mark();
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    /* Two secrets may share a key id by chance: each that fits is tried. */
    for (int i = 0; context && !ok && i < sealer->n_keys; i++) {
        if (memcmp(sealer->keys[i].id, sealed + 1, KEY_ID_SIZE) == 0) {
            ok = decrypt(context, sealer, sealer->keys[i].key[purpose], purpose, sealed,
                         (int)clear_length, clear);
        }
    }
    EVP_CIPHER_CTX_free(context);
    ERR_pop_to_mark();
    if (!ok) {
        return NULL;
    }
    clear[clear_length] = '\0';
    *length = clear_length;
    return (const char *)clear;
}
