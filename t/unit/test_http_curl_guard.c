/* SPDX-License-Identifier: Apache-2.0 */
/* Whom the curl transport talks to, and whom not. */
#include "support/http_world.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "base/http_curl_transfer.h"

static void test_plain_http_is_for_loopback(void **state)
{
    const world_t *world = *state;
    lz_http_request_t *request = get(world, url_of(world, "/echo"));

    request->loopback_allowed = 0;
    assert_int_equal(perform(world, request).status, APR_EACCES);
    assert_int_equal(perform(world, get(world, "http://example.invalid/")).status, APR_EACCES);
    assert_int_equal(perform(world, get(world, "file:///etc/passwd")).status, APR_EACCES);
    assert_int_equal(world->server->connections, 0);

    /* where TLS was to be spoken, nothing is said without */
    const lz_http_response_t response = perform(world, get(world, apr_psprintf(
        world->pool, "https://127.0.0.1:%d/echo", world->server->port)));
    assert_int_equal(response.status, APR_EACCES);
    assert_false(response.sent);
    assert_int_equal(world->server->requests, 0);
}

static void test_guard(void **state)
{
    const world_t *world = *state;
    lz_http_request_t *request = get(world, apr_psprintf(world->pool, "https://127.0.0.1:%d/",
                                                         world->server->port));

    request->loopback_allowed = 0;
    request->guard_private = 1;
    const lz_http_response_t response = perform(world, request);
    assert_int_equal(response.status, APR_EACCES);
    assert_false(response.sent);
    assert_string_equal(response.detail, "the address is not public");
    request->url = apr_psprintf(world->pool, "https://localhost:%d/", world->server->port);
    assert_int_equal(perform(world, request).status, APR_EACCES);
    assert_int_equal(world->server->connections, 0);

    /* tests and demo talk to a loopback host, guard or not */
    request->url = url_of(world, "/echo");
    request->loopback_allowed = 1;
    assert_int_equal(perform(world, request).status, APR_SUCCESS);
}

static void test_public_addresses(void **state)
{
    static const char *const public[] = {
        "8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "192.167.0.1", "100.63.0.1",
        "100.128.0.1", "223.255.255.255", "198.17.0.1", "198.20.0.1", "2606:4700::1111",
        "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"
    };
    static const char *const not_public[] = {
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
        "fd12:3456::1", "ff02::1", "2001:db8::1", "2001::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::1", "4000::1"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(public) / sizeof(public[0]); i++) {
        if (!lz_text_address_is_public(public[i])) {
            fail_msg("not public: %s", public[i]);
        }
    }
    for (size_t i = 0; i < sizeof(not_public) / sizeof(not_public[0]); i++) {
        if (lz_text_address_is_public(not_public[i])) {
            fail_msg("public: %s", not_public[i]);
        }
    }
}

/* --- TLS ------------------------------------------------------------------------------------ */

/* A server with a certificate for "localhost" that nobody but itself has signed. */
typedef struct tls_server_t {
    apr_proc_t  process;
    const char *certificate;    /* its file */
    const char *key;
    int         port;
} tls_server_t;

/* Starts a command of openssl(1) with its output readable at process->out. */
static void start_openssl(apr_pool_t *pool, apr_proc_t *process, const char *const *arguments)
{
    apr_procattr_t *attributes;

    assert_int_equal(apr_procattr_create(&attributes, pool), 0);
    assert_int_equal(apr_procattr_io_set(attributes, APR_FULL_BLOCK, APR_FULL_BLOCK,
                                         APR_FULL_BLOCK), 0);
    assert_int_equal(apr_procattr_cmdtype_set(attributes, APR_PROGRAM_PATH), 0);
    assert_int_equal(apr_proc_create(process, "openssl", arguments, NULL, attributes, pool), 0);
}

static const char *temporary_file(apr_pool_t *pool)
{
    char *name = apr_pstrdup(pool, "/tmp/lti-zoom-test-XXXXXX");
    const int fd = mkstemp(name);

    assert_true(fd >= 0);
    close(fd);
    return name;
}

static void make_certificate(apr_pool_t *pool, tls_server_t *server)
{
    const char *const arguments[] = {
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-keyout", server->key, "-out", server->certificate, "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost", NULL
    };
    apr_proc_t process;
    int code = -1;
    apr_exit_why_e why;

    start_openssl(pool, &process, arguments);
    apr_proc_wait(&process, &code, &why, APR_WAIT);
    assert_int_equal(code, 0);
}

static void start_tls_server(apr_pool_t *pool, tls_server_t *server)
{
    server->certificate = temporary_file(pool);
    server->key = temporary_file(pool);
    make_certificate(pool, server);

    const char *const arguments[] = {
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", server->certificate,
        "-key", server->key, NULL
    };
    char line[256] = "";

    /* it says "ACCEPT 127.0.0.1:12345" when it listens */
    start_openssl(pool, &server->process, arguments);
    while (strncmp(line, "ACCEPT ", 7) != 0) {
        assert_int_equal(apr_file_gets(line, sizeof(line), server->process.out), APR_SUCCESS);
    }
    server->port = atoi(strrchr(line, ':') + 1);
    assert_in_range(server->port, 1, 65535);
}

static void stop_tls_server(tls_server_t *server)
{
    int code;
    apr_exit_why_e why;

    apr_proc_kill(&server->process, SIGTERM);
    apr_proc_wait(&server->process, &code, &why, APR_WAIT);
    unlink(server->certificate);
    unlink(server->key);
}

static void test_certificates(void **state)
{
    world_t *world = *state;
    tls_server_t server = { .port = 0 };

    if (access("/usr/bin/openssl", X_OK) != 0) {
        skip();
    }
    start_tls_server(world->pool, &server);
    const char *by_name = apr_psprintf(world->pool, "https://localhost:%d/", server.port);
    const char *by_address = apr_psprintf(world->pool, "https://127.0.0.1:%d/", server.port);

    const lz_http_response_t unknown = perform(world, get(world, by_name));
    assert_int_equal(unknown.status, APR_EACCES);
    assert_false(unknown.sent);

    const lz_http_curl_options_t options = { .ca_file = server.certificate };
    assert_int_equal(lz_http_curl_create(world->pool, &options, &world->http), APR_SUCCESS);
    assert_int_equal(perform(world, get(world, by_name)).http_status, 200);

    /* known, but for another name */
    const lz_http_response_t other_name = perform(world, get(world, by_address));
    assert_int_equal(other_name.status, APR_EACCES);
    assert_false(other_name.sent);
    stop_tls_server(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(test_plain_http_is_for_loopback),
        world_test(test_guard),
        world_test(test_public_addresses),
        world_test(test_certificates),
    };

    return cmocka_run_group_tests_name("base/http_curl_guard", tests, apr_setup, apr_teardown);
}
