#pragma once
#include <microhttpd.h>
#include <stdarg.h>
#include <string.h>

// Swift cannot call C variadics: these wrappers give the calls of libmicrohttpd that are, a fixed signature.

/// What the daemon calls; `context` comes back as the first argument of each.
struct chttp_callbacks {
  MHD_AccessHandlerCallback handler;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *(*target)(void *context, const char *uri, struct MHD_Connection *connection);
  size_t (*unescape)(void *context, struct MHD_Connection *connection, char *text);
  MHD_LogCallback log;
  void *context;
};

/// Bounds the daemon itself keeps; zero means none.
struct chttp_bounds {
  size_t memory_bytes;
  unsigned int connections;
  unsigned int connections_per_address;
  unsigned int idle_seconds;
};

/// Without MHD_OPTION_STRICT_FOR_CLIENT: it would answer a missing Host with a page of its own and end the connection
/// without a word for a blank in the target. HTTP refuses both, and more, in answers that carry the request's id.
/// The error log must be on, since it announces the library's own refusals.
static inline struct MHD_Daemon *chttp_start(int listening, struct chttp_bounds bounds, struct chttp_callbacks call) {
  return MHD_start_daemon(
      MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, NULL, NULL,
      call.handler, call.context,
      MHD_OPTION_EXTERNAL_LOGGER, call.log, call.context,
      MHD_OPTION_LISTEN_SOCKET, listening,
      MHD_OPTION_NOTIFY_COMPLETED, call.completed, call.context,
      MHD_OPTION_NOTIFY_CONNECTION, call.connection, call.context,
      MHD_OPTION_URI_LOG_CALLBACK, call.target, call.context,
      MHD_OPTION_UNESCAPE_CALLBACK, call.unescape, call.context,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, bounds.memory_bytes,
      MHD_OPTION_CONNECTION_LIMIT, bounds.connections,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, bounds.connections_per_address,
      MHD_OPTION_CONNECTION_TIMEOUT, bounds.idle_seconds,
      MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
      MHD_OPTION_END);
}

/// Sets how long the connection may be idle; from 0 to another value also counts as activity now.
static inline void chttp_set_idle_seconds(struct MHD_Connection *connection, unsigned int seconds) {
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

/// Keeps a response of unknown length from being sent in chunks; its end is the connection's end.
static inline void chttp_forbid_chunks(struct MHD_Response *response) {
  MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}

static inline int chttp_descriptor(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static inline const struct sockaddr *chttp_peer(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
}

static inline void *chttp_socket_context(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/// Bytes of the request line and the headers as received, the empty line included.
static inline size_t chttp_header_bytes(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
}

/// The status the library is about to answer with by itself, if that is what it logs; otherwise 0.
static inline unsigned int chttp_refusal_status(const char *format, va_list arguments) {
  static const char prefix[] = "Error processing request (HTTP response code is %u ";
  return 0 == strncmp(format, prefix, sizeof(prefix) - 1) ? va_arg(arguments, unsigned int) : 0;
}
