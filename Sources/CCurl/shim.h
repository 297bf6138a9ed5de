#pragma once
#include <curl/curl.h>
#include <string.h>

// One message by SMTP. `curl_easy_setopt` is variadic, which Swift does not call: so all of it is here.

struct whistle_mail {
    const char *url;            // smtp://host:port or smtps://host:port
    const char *user;           // NULL: nobody signs in
    const char *password;
    const char *sender;         // an address, without a name
    const char *const *receivers;
    size_t receiver_count;
    const char *text;           // headers and body, lines end with CR LF
    size_t length;
    const char *authorities;    // a file of certificates; NULL: the system's
    int must_encrypt;           // refuse to go on where STARTTLS is not to be had
    long seconds;               // for all of it
};

struct whistle_mail_cursor {
    const char *text;
    size_t left;
};

static size_t whistle_mail_read(char *buffer, size_t size, size_t count, void *given) {
    struct whistle_mail_cursor *cursor = (struct whistle_mail_cursor *)given;
    size_t length = size * count < cursor->left ? size * count : cursor->left;
    memcpy(buffer, cursor->text, length);
    cursor->text += length;
    cursor->left -= length;
    return length;
}

// 0 where the server took it; else libcurl's code. `answer`: the last code of the server; `words` (256 bytes): why not.
static inline int whistle_mail_send(const struct whistle_mail *mail, long *answer, char *words) {
    struct whistle_mail_cursor cursor = {mail->text, mail->length};
    struct curl_slist *receivers = NULL;
    CURL *curl = curl_easy_init();
    words[0] = 0;
    *answer = 0;
    if (!curl) return CURLE_FAILED_INIT;
    for (size_t i = 0; i < mail->receiver_count; i++) receivers = curl_slist_append(receivers, mail->receivers[i]);
    curl_easy_setopt(curl, CURLOPT_URL, mail->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, mail->seconds);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, mail->seconds);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(mail->must_encrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (mail->authorities) curl_easy_setopt(curl, CURLOPT_CAINFO, mail->authorities);
    if (mail->user) curl_easy_setopt(curl, CURLOPT_USERNAME, mail->user);
    if (mail->password) curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mail->sender);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, receivers);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, whistle_mail_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, &cursor);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, answer);
    curl_easy_cleanup(curl);
    curl_slist_free_all(receivers);
    return (int)code;
}

// Once a process, before any message.
static inline int whistle_mail_begin(void) { return (int)curl_global_init(CURL_GLOBAL_DEFAULT); }
