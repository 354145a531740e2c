/* SPDX-License-Identifier: Apache-2.0 */
/* Which addresses are of the public internet (IANA's special-purpose registries). */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "http_curl_transfer.h"

typedef struct block_t {
    unsigned char prefix[16];
    int           bits;
} block_t;

static const block_t ipv4_blocks[] = {
    { { 0 }, 8 },                   /* this network, unspecified */
    { { 10 }, 8 },                  /* private */
    { { 100, 64 }, 10 },            /* shared by carriers */
    { { 127 }, 8 },                 /* loopback */
    { { 169, 254 }, 16 },           /* link-local, clouds' metadata */
    { { 172, 16 }, 12 },            /* private */
    { { 192, 0, 0 }, 24 },          /* protocol assignments */
    { { 192, 0, 2 }, 24 },          /* documentation */
    { { 192, 168 }, 16 },           /* private */
    { { 198, 18 }, 15 },            /* benchmarks */
    { { 198, 51, 100 }, 24 },       /* documentation */
    { { 203, 0, 113 }, 24 },        /* documentation */
    { { 224 }, 3 },                 /* multicast, reserved, broadcast */
};

/* Of IPv6 only 2000::/3 is assigned to the public at all; these parts of it are not. */
static const block_t ipv6_blocks[] = {
    { { 0x20, 0x01, 0x00 }, 23 },               /* protocol assignments, Teredo */
    { { 0x20, 0x01, 0x0d, 0xb8 }, 32 },         /* documentation */
};

static int in_block(const unsigned char *address, const block_t *block)
{
    const size_t whole = (size_t)block->bits / 8;
    const int rest = block->bits % 8;
    const unsigned char mask = (unsigned char)(0xff << (8 - rest));

    return memcmp(address, block->prefix, whole) == 0
           && (rest == 0 || (address[whole] & mask) == block->prefix[whole]);
}

static int in_blocks(const unsigned char *address, const block_t *blocks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (in_block(address, &blocks[i])) {
            return 1;
        }
    }
    return 0;
}

static int ipv4_is_public(const unsigned char *address)
{
    return !in_blocks(address, ipv4_blocks, sizeof(ipv4_blocks) / sizeof(ipv4_blocks[0]));
}

static int ipv6_is_public(const unsigned char *address)
{
    static const block_t mapped = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 };
    static const block_t translated = { { 0x00, 0x64, 0xff, 0x9b }, 96 };       /* RFC 6052 */
    static const block_t six_to_four = { { 0x20, 0x02 }, 16 };                  /* RFC 3056 */
    static const block_t global = { { 0x20 }, 3 };

    if (in_block(address, &mapped) || in_block(address, &translated)) {
        return ipv4_is_public(address + 12);
    }
    if (in_block(address, &six_to_four)) {
        return ipv4_is_public(address + 2);
    }
    return in_block(address, &global)
           && !in_blocks(address, ipv6_blocks, sizeof(ipv6_blocks) / sizeof(ipv6_blocks[0]));
}

int lz_address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in ipv4;

        memcpy(&ipv4, address, sizeof(ipv4));
        return ipv4_is_public((const unsigned char *)&ipv4.sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 ipv6;

        memcpy(&ipv6, address, sizeof(ipv6));
        return ipv6_is_public((const unsigned char *)&ipv6.sin6_addr);
    }
    return 0;
}

int lz_text_address_is_public(const char *text)
{
    struct sockaddr_in ipv4 = { .sin_family = AF_INET };
    struct sockaddr_in6 ipv6 = { .sin6_family = AF_INET6 };

    if (inet_pton(AF_INET, text, &ipv4.sin_addr) == 1) {
        return lz_address_is_public((const struct sockaddr *)&ipv4);
    }
    return inet_pton(AF_INET6, text, &ipv6.sin6_addr) == 1
           && lz_address_is_public((const struct sockaddr *)&ipv6);
}
