// Sends one request again and again on a few connections, as fast as they take it, and reads whatever comes back.
//
//     sender SOURCE PORT SECONDS CONNECTIONS < REQUEST
//
// Prints how many answers of each kind came and how long that took: "seconds sent 401s 429s others".
// A connection that the server closes is opened again. Everything is made before the time begins.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { connectionsMaximum = 64, pipelined = 32, requestMaximum = 16384 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static int reach(const char *source, int port) {
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET};
  inet_pton(AF_INET, source, &address.sin_addr);
  int one = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (bind(connection, (struct sockaddr *)&address, sizeof address) != 0) return -1;
  address.sin_port = htons(port);
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) {
    close(connection);
    return -1;
  }
  fcntl(connection, F_SETFL, O_NONBLOCK);
  return connection;
}

int main(int count, char **arguments) {
  if (count != 5) return 64;
  static char request[requestMaximum], batch[requestMaximum * pipelined], answer[1 << 20];
  size_t length = fread(request, 1, sizeof request, stdin);
  for (int i = 0; i < pipelined; i++) memcpy(batch + i * length, request, length);
  int port = atoi(arguments[2]), connections = atoi(arguments[4]);
  double seconds = atof(arguments[3]), begin = now(), end = begin + seconds;
  struct pollfd polled[connectionsMaximum];
  size_t offset[connectionsMaximum] = {0};
  long long bytes = 0, refused = 0, limited = 0, others = 0;
  if (connections > connectionsMaximum) return 64;
  // Whoever trades on the same machine goes first: it is the server that is measured, not this program.
  setpriority(PRIO_PROCESS, 0, 19);
  for (int i = 0; i < connections; i++) polled[i] = (struct pollfd){reach(arguments[1], port), POLLIN | POLLOUT, 0};

  while (now() < end) {
    if (poll(polled, connections, 100) < 0) break;
    for (int i = 0; i < connections; i++) {
      if (polled[i].fd < 0) {
        polled[i].fd = reach(arguments[1], port);
        offset[i] = 0;
        continue;
      }
      if (polled[i].revents & (POLLIN | POLLHUP | POLLERR)) {
        ssize_t got = recv(polled[i].fd, answer, sizeof answer - 1, 0);
        if (got == 0 || (got < 0 && errno != EAGAIN)) {
          close(polled[i].fd);
          polled[i].fd = -1;
          continue;
        }
        if (got < 0) got = 0;
        answer[got] = 0;
        for (char *at = answer; (at = memmem(at, answer + got - at, "HTTP/1.1 ", 9)); at += 9) {
          if (memcmp(at + 9, "401", 3) == 0) refused++;
          else if (memcmp(at + 9, "429", 3) == 0) limited++;
          else others++;
        }
      }
      if (polled[i].revents & POLLOUT) {
        ssize_t put = send(polled[i].fd, batch + offset[i], length * pipelined - offset[i], MSG_NOSIGNAL);
        if (put > 0) {
          bytes += put;
          offset[i] = (offset[i] + put) % (length * pipelined);
        }
      }
    }
  }
  printf("%.3f %lld %lld %lld %lld\n", now() - begin, bytes / (long long)length, refused, limited, others);
  return 0;
}
