// Tells the thread sanitizer what the Swift runtime does where it cannot look.
//
// The runtime is built without the sanitizer. It says itself how tasks follow one another, and is silent about two
// things, so that what they protect would be taken for races. This library is loaded before the runtime, passes its
// calls on and says the rest:
//
// - Mutex. A free one is taken and given back by atomic operations in the program itself, which the sanitizer knows.
//   Where two threads meet, libswiftSynchronization is called: the one call gives the lock away, the other has got it.
//   Source: stdlib/public/Synchronization/Mutex/LinuxImpl.swift of Swift 6.
// - Continuations. Resuming one is a release. A task that comes to its `await` after that goes on at once, without the
//   acquire that it makes when it is woken up. Source: swift_continuation_await in stdlib/public/Concurrency/Task.cpp.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// _MutexHandle._lockSlow(UInt32) and _MutexHandle._unlockSlow()
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

#define SWIFT_CALL __attribute__((swiftcall))
#define SWIFT_SELF __attribute__((swift_context))
#define SWIFT_ASYNC_CALL __attribute__((swiftasynccall))

// The sanitizer's own; there are none in programs that are built without it, such as swift itself.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

typedef SWIFT_CALL void (*lock_function)(uint32_t thread, SWIFT_SELF void *mutex);
typedef SWIFT_CALL void (*unlock_function)(SWIFT_SELF void *mutex);
typedef SWIFT_CALL void *(*current_task_function)(void);
typedef SWIFT_ASYNC_CALL void (*await_function)(void *continuation);

static lock_function lock_slow_of_runtime;
static unlock_function unlock_slow_of_runtime;
static await_function await_of_runtime;
static current_task_function current_task;

__attribute__((constructor)) static void find_runtime(void) {
  lock_slow_of_runtime = (lock_function)dlsym(RTLD_NEXT, LOCK_SLOW);
  unlock_slow_of_runtime = (unlock_function)dlsym(RTLD_NEXT, UNLOCK_SLOW);
  await_of_runtime = (await_function)dlsym(RTLD_NEXT, "swift_continuation_await");
  current_task = (current_task_function)dlsym(RTLD_NEXT, "swift_task_getCurrent");
}

SWIFT_CALL void lock_slow(uint32_t thread, SWIFT_SELF void *mutex) __asm__(LOCK_SLOW);
SWIFT_CALL void lock_slow(uint32_t thread, SWIFT_SELF void *mutex) {
  lock_slow_of_runtime(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT_CALL void unlock_slow(SWIFT_SELF void *mutex) __asm__(UNLOCK_SLOW);
SWIFT_CALL void unlock_slow(SWIFT_SELF void *mutex) {
  if (__tsan_release) __tsan_release(mutex);
  unlock_slow_of_runtime(mutex);
}

SWIFT_ASYNC_CALL void swift_continuation_await(void *continuation) {
  if (__tsan_acquire) __tsan_acquire(current_task());
  __attribute__((musttail)) return await_of_runtime(continuation);
}
