#ifndef CALLOCATIONCOUNT_H
#define CALLOCATIONCOUNT_H
#include <stdint.h>

/// How many blocks of the heap this thread has asked for since it began, by any of the C library's functions.
///
/// Zero for ever where the C library's functions cannot be replaced (anything but glibc).
uint64_t heap_allocation_count(void);

#endif
