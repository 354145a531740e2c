/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key set, and tokens of its key. The private key was thrown away: nothing else can be signed by
 * it, so a token that verifies is one of those in the corpus.
 */
#ifndef LZ_FUZZ_KEYS_H
#define LZ_FUZZ_KEYS_H

#define FUZZ_KID "fuzz-2026"

#define FUZZ_KEYS \
    "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"fuzz-2026\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\"" \
    "q8UF0ldijBAlkIHIT70I6jslik_x37HRJoyuGAv036DsWnm8WHEO5qQ2Wd_4CPwd9egFppiU98Bv" \
    "xR3WBBhOltsXYCBFQWEOUYjkyaAATO1jMElVzbllMweyMYwWOQE_E-Wqo2sFm7AJNTcqxgmWL2oq" \
    "UQvcNTUSR5m33iqocSj0n83yMAWXzh7kKC9xwOdTTo0-uJnL3esC7o60una2bC6Xo0kAw6s7zBVh" \
    "dJ2YAi7EDNjVLdfj2h1PT-fjULgmMpyqWG-rf_q_XuOygnwumSsP_OKCwDMx2j80gLQnlKg-7YWF" \
    "KctbdiNJqMiTijB9e_mWmljA7ZMBMcVdHTqxkQ" \
    "\",\"e\":\"AQAB\"}]}"

/* {"iss":"https://lms.example","sub":"u-1"}, signed. */
#define FUZZ_TOKEN \
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImZ1enotMjAyNiJ9.eyJpc3MiOiJodHR" \
    "wczovL2xtcy5leGFtcGxlIiwic3ViIjoidS0xIn0.dQVjqz4d1FcUyeobzDQ2qwxKZJ_4k7HRUKI" \
    "6QOsyKytbUXtKCl9JFYlwwtIRTJkWsesogGCJAcN47C28_n6N1dBPKRxxgLw5W20IbS2_JjnZJin" \
    "qgfXx0wqerY3he9rCSHeolzrPA4vTsFUiVTADihTeqaT0j-cx_Rjy-FAdnbYKWlP4W0MOtO17o9d" \
    "42HN7kigsbQSR-fy84stJqkdJLIT8_hNuKi59Y3ba7sHNnwtaxqKZ-nKyo5pduS-xqp85BqQhPOE" \
    "cD1gfjJXj47XX_nUhp8ht5CDLlvNtAjgB1orMwgr3TEjag7EUJ9tg2QWpAp1i_rNCyZvH8bdLcyA" \
    "aEg"

/* The same signature under "sub":"root". */
#define FUZZ_FORGED \
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImZ1enotMjAyNiJ9.eyJpc3MiOiJodHR" \
    "wczovL2xtcy5leGFtcGxlIiwic3ViIjoicm9vdCJ9.dQVjqz4d1FcUyeobzDQ2qwxKZJ_4k7HRUK" \
    "I6QOsyKytbUXtKCl9JFYlwwtIRTJkWsesogGCJAcN47C28_n6N1dBPKRxxgLw5W20IbS2_JjnZJi" \
    "nqgfXx0wqerY3he9rCSHeolzrPA4vTsFUiVTADihTeqaT0j-cx_Rjy-FAdnbYKWlP4W0MOtO17o9" \
    "d42HN7kigsbQSR-fy84stJqkdJLIT8_hNuKi59Y3ba7sHNnwtaxqKZ-nKyo5pduS-xqp85BqQhPO" \
    "EcD1gfjJXj47XX_nUhp8ht5CDLlvNtAjgB1orMwgr3TEjag7EUJ9tg2QWpAp1i_rNCyZvH8bdLcy" \
    "AaEg"

#endif
