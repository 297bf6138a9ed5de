#pragma once
// Glibc's Swift module does not export epoll and eventfd: the reactor needs them.
#include <libpq-fe.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
