#pragma once
#include <ldap.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>

// One connection to a directory, settings first: several of libldap's constants are casts, which Swift does not import.

struct whistle_ldap {
    const char *url;            // ldaps://host:port or ldap://host:port
    const char *authorities;    // a file of certificates; NULL: the system's
    int starts_tls;             // StartTLS before anything else
    long seconds;               // for each step
};

// 0, and a handle to be given to `whistle_ldap_close`; else libldap's code, and no handle.
static inline int whistle_ldap_open(const struct whistle_ldap *wanted, LDAP **handle) {
    int version = LDAP_VERSION3;
    int demand = LDAP_OPT_X_TLS_HARD;
    int client = 0;
    struct timeval time = {wanted->seconds, 0};
    int code = ldap_initialize(handle, wanted->url);
    if (code != LDAP_SUCCESS) return code;
    code = ldap_set_option(*handle, LDAP_OPT_PROTOCOL_VERSION, &version);
    // Who answers for another server is not asked.
    if (!code) code = ldap_set_option(*handle, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    if (!code) code = ldap_set_option(*handle, LDAP_OPT_NETWORK_TIMEOUT, &time);
    if (!code) code = ldap_set_option(*handle, LDAP_OPT_TIMEOUT, &time);
    if (!code) code = ldap_set_option(*handle, LDAP_OPT_RESTART, LDAP_OPT_OFF);
    // Whatever environment and files of the machine say: the certificate is looked at.
    if (!code) code = ldap_set_option(*handle, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (!code && wanted->authorities)
        code = ldap_set_option(*handle, LDAP_OPT_X_TLS_CACERTFILE, wanted->authorities);
    if (!code) code = ldap_set_option(*handle, LDAP_OPT_X_TLS_NEWCTX, &client);
    if (!code && wanted->starts_tls) code = ldap_start_tls_s(*handle, NULL, NULL);
    if (code != LDAP_SUCCESS) {
        ldap_unbind_ext_s(*handle, NULL, NULL);
        *handle = NULL;
        return code;
    }
    return LDAP_SUCCESS;
}

// Binds with a name and a password.
static inline int whistle_ldap_bind(LDAP *handle, const char *name, const char *password, size_t length) {
    struct berval secret = {length, (char *)password};
    return ldap_sasl_bind_s(handle, name, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
}

// Searches the whole tree below a base; at most `most` entries. The answer is freed by `ldap_msgfree`, also where the code
// is not 0.
static inline int whistle_ldap_search(LDAP *handle, const char *base, const char *filter, char **attributes, long seconds,
                                      int most, LDAPMessage **answer) {
    struct timeval time = {seconds, 0};
    return ldap_search_ext_s(handle, base, LDAP_SCOPE_SUBTREE, filter, attributes, 0, NULL, NULL, &time, most, answer);
}

// What the library says of the last failure besides its code; freed by `ldap_memfree`. NULL: nothing.
static inline char *whistle_ldap_words(LDAP *handle) {
    char *words = NULL;
    ldap_get_option(handle, LDAP_OPT_DIAGNOSTIC_MESSAGE, &words);
    return words;
}

static inline void whistle_ldap_close(LDAP *handle) {
    ldap_unbind_ext_s(handle, NULL, NULL);
}
