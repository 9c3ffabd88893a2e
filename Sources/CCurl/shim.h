#pragma once
#include <curl/curl.h>

// libcurl's setters and getters are variadic, which Swift cannot call: one wrapper per type of argument.

static inline CURLcode comptoir_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode comptoir_curl_set_long(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode comptoir_curl_set_offset(CURL *curl, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode comptoir_curl_set_string(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode comptoir_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode comptoir_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(curl, option, value);
}

typedef size_t (*comptoir_curl_transfer)(char *data, size_t size, size_t count, void *context);

static inline CURLcode comptoir_curl_set_transfer(CURL *curl, CURLoption option, comptoir_curl_transfer function) {
  return curl_easy_setopt(curl, option, function);
}

static inline CURLcode comptoir_curl_set_open_socket(CURL *curl, curl_opensocket_callback function) {
  return curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, function);
}

static inline long comptoir_curl_response_code(CURL *curl) {
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  return code;
}
