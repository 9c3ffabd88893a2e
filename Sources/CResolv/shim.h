#pragma once
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <string.h>

// The resolver's state is a struct of bit fields and macros, which Swift does not see.

// Asks for a name's text records: the length of the answer; 0 when there are none; -1 when nobody answered. A server's
// address is numeric; without one the system's servers are asked.
static inline int comptoir_ask_text(
    const char *name, const char *server, int port, unsigned char *answer, int capacity) {
  struct __res_state state;
  memset(&state, 0, sizeof state);
  if (res_ninit(&state) != 0) return -1;
  state.retrans = 2;
  state.retry = 2;
  int length = -1;
  int is_set = 1;
  if (server) {
    memset(&state.nsaddr_list[0], 0, sizeof state.nsaddr_list[0]);
    state.nscount = 1;
    state.nsaddr_list[0].sin_family = AF_INET;
    state.nsaddr_list[0].sin_port = htons((unsigned short)port);
    is_set = inet_pton(AF_INET, server, &state.nsaddr_list[0].sin_addr);
  }
  if (is_set == 1) {
    length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, capacity);
    if (length < 0) length = state.res_h_errno == HOST_NOT_FOUND || state.res_h_errno == NO_DATA ? 0 : -1;
    if (length > capacity) length = -1;
  }
  res_nclose(&state);
  return length;
}

// The data of the answer's text record at the position; 0 for a record of another type, -1 past the last, -2 for an
// answer that makes no sense.
static inline int comptoir_text_record(
    const unsigned char *answer, int length, int position, const unsigned char **data) {
  ns_msg message;
  ns_rr record;
  if (ns_initparse(answer, length, &message) != 0) return -2;
  if (position >= ns_msg_count(message, ns_s_an)) return -1;
  if (ns_parserr(&message, ns_s_an, position, &record) != 0) return -2;
  if (ns_rr_type(record) != ns_t_txt) return 0;
  *data = ns_rr_rdata(record);
  return ns_rr_rdlen(record);
}
