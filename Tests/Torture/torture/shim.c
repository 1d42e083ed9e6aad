/* Faults for a process that is started with this library in LD_PRELOAD.
 *
 * A file of one page, mapped by both sides, says which faults are on and counts those that happened (`struct control`;
 * shim.py has the same members). Only files below one directory are touched. Three kinds:
 *
 *   - the wall clock is shifted; the monotonic clock is not;
 *   - fsync and fdatasync fail with EIO, take long, or do nothing; writes find no space left (ENOSPC), as on a full disk in the
 *     middle of a write;
 *   - every write to the ledger's files is kept in a journal until it is synchronised, with the bytes before and after,
 *     so that a power failure can be played after a SIGKILL: what was not synchronised may be lost. What was written
 *     before a sync that failed may be lost although a later one succeeds, as on Linux, which forgets such pages.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct control {
  /* What is on. */
  volatile int64_t clock_offset_ns;
  volatile int64_t syncs_to_fail;
  volatile int64_t sync_delay_us;
  volatile int64_t bytes_left; /* -1: as many as one likes */
  volatile int64_t keeps_journal; /* a sync has failed: the journal may not begin anew */
  volatile int64_t lies;       /* synchronises nothing and says that it has: what no server can stand */
  /* What happened. */
  volatile int64_t syncs_failed;
  volatile int64_t syncs_delayed;
  volatile int64_t writes_refused;
  volatile int64_t shifted_readings;
  volatile int64_t syncs;
};

enum { WRITE = 1, TRUNCATE = 2, SYNC = 3, FAILED_SYNC = 4, UNLINK = 5 };
enum { JOURNAL_BYTES_MAXIMUM = 128 << 20, DESCRIPTORS_MAXIMUM = 1024 };

/* Before the bytes of `old_length` and then of `new_length`. */
struct record {
  uint32_t kind, file;
  int64_t offset, size_before, old_length, new_length;
};

static struct control *control;
static char directory[PATH_MAX];
static size_t directory_length;
static int journal = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* The files that the journal knows, by their numbers. */
static const char *const tracked[] = {"ledger.sqlite", "ledger.sqlite-wal"};
enum { TRACKED = 2 };
/* Where the journal ended at the last write of a file, and what of it is synchronised. */
static int64_t written_until[TRACKED], synced_until[TRACKED];
/* How often the journal has begun anew: places of an earlier one mean nothing. */
static int64_t generation;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("TORTURE_CONTROL"), *data = getenv("TORTURE_DATA"), *log = getenv("TORTURE_JOURNAL");
  if (!path || !data) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  if (file < 0) abort();
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (page == MAP_FAILED) abort();
  close(file);
  if (!realpath(data, directory)) abort();
  directory_length = strlen(directory);
  if (log) {
    journal = (int)syscall(SYS_openat, AT_FDCWD, log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal < 0) abort();
    int64_t end = lseek(journal, 0, SEEK_END);
    for (int i = 0; i < TRACKED; i++) written_until[i] = end;
  }
  control = page;
}

/* Clocks. */

static int64_t offset_now(void) {
  if (!control || !control->clock_offset_ns) return 0;
  __atomic_fetch_add(&control->shifted_readings, 1, __ATOMIC_RELAXED);
  return control->clock_offset_ns;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static __typeof__(&clock_gettime) original;
  if (!original) original = REAL(clock_gettime);
  int result = original(clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t now = time->tv_sec * 1000000000LL + time->tv_nsec + offset_now();
    time->tv_sec = now / 1000000000LL;
    time->tv_nsec = now % 1000000000LL;
  }
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

/* Which file a descriptor is of: its number in `tracked`, -1 for another one below the directory, -2 for any other. */
static int file_of(int descriptor) {
  char link[64], path[PATH_MAX];
  if (!control) return -2;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= (ssize_t)directory_length) return -2;
  path[length] = 0;
  if (strncmp(path, directory, directory_length) || path[directory_length] != '/') return -2;
  for (int i = 0; i < TRACKED; i++)
    if (!strcmp(path + directory_length + 1, tracked[i])) return i;
  return -1;
}

/* The journal. */

static void append(struct record head, int descriptor, const void *new_bytes) {
  size_t total = sizeof head + head.old_length + head.new_length;
  char *bytes = malloc(total);
  if (!bytes) abort();
  memcpy(bytes, &head, sizeof head);
  char *old = bytes + sizeof head;
  for (int64_t done = 0; done < head.old_length;) {
    ssize_t count = pread(descriptor, old + done, head.old_length - done, head.offset + done);
    if (count <= 0) abort();
    done += count;
  }
  if (head.new_length) memcpy(old + head.old_length, new_bytes, head.new_length);
  if (REAL(write)(journal, bytes, total) != (ssize_t)total) abort();
  free(bytes);
}

static void note_write(int file, int descriptor, const void *bytes, size_t count, int64_t offset) {
  struct stat status;
  if (journal < 0 || file < 0 || fstat(descriptor, &status)) return;
  int64_t old = status.st_size - offset;
  old = old < 0 ? 0 : old > (int64_t)count ? (int64_t)count : old;
  append((struct record){WRITE, (uint32_t)file, offset, status.st_size, old, (int64_t)count}, descriptor, bytes);
  written_until[file] = lseek(journal, 0, SEEK_END);
}

static void note_truncation(int file, int descriptor, int64_t size) {
  struct stat status;
  if (journal < 0 || file < 0 || fstat(descriptor, &status)) return;
  int64_t old = status.st_size > size ? status.st_size - size : 0;
  append((struct record){TRUNCATE, (uint32_t)file, size, status.st_size, old, 0}, descriptor, NULL);
  written_until[file] = lseek(journal, 0, SEEK_END);
}

/* What was written before `until` is on the disk. A journal of which nothing is needed begins anew. */
static void note_sync(int file, int64_t until, int64_t of_generation) {
  if (journal < 0 || file < 0 || of_generation != generation) return;
  if (until > synced_until[file]) synced_until[file] = until;
  int is_needed = 0;
  for (int i = 0; i < TRACKED; i++) is_needed |= written_until[i] > synced_until[i];
  if (lseek(journal, 0, SEEK_END) > JOURNAL_BYTES_MAXIMUM) control->keeps_journal = 0;
  is_needed |= control->keeps_journal != 0;
  if (is_needed) {
    append((struct record){SYNC, (uint32_t)file, until, 0, 0, 0}, -1, NULL);
    return;
  }
  if (REAL(ftruncate)(journal, 0)) abort();
  for (int i = 0; i < TRACKED; i++) written_until[i] = synced_until[i] = 0;
  generation++;
}

/* Descriptors that have yet to be told that a sync of their file has failed. */
static char is_to_be_told[DESCRIPTORS_MAXIMUM];

/* What was written so far may never reach the disk. Every other descriptor of the file is told so once, as on Linux. */
static void note_failed_sync(int file, int descriptor) {
  if (file < 0) return;
  for (int other = 0; other < DESCRIPTORS_MAXIMUM; other++)
    if (other != descriptor && file_of(other) == file) is_to_be_told[other] = 1;
  if (journal < 0) return;
  control->keeps_journal = 1;
  int64_t until = lseek(journal, 0, SEEK_END);
  append((struct record){FAILED_SYNC, (uint32_t)file, until, 0, 0, 0}, -1, NULL);
}

int close(int descriptor) {
  static __typeof__(&close) original;
  if (!original) original = REAL(close);
  if (descriptor >= 0 && descriptor < DESCRIPTORS_MAXIMUM) is_to_be_told[descriptor] = 0;
  return original(descriptor);
}

/* Faults of the disk. */

/* How many bytes of a write there is space for; -1 where there is none. */
static ssize_t admitted(int file, size_t count) {
  if (file == -2 || control->bytes_left < 0 || count == 0) return (ssize_t)count;
  int64_t left = __atomic_load_n(&control->bytes_left, __ATOMIC_RELAXED);
  int64_t taken = left > (int64_t)count ? (int64_t)count : left;
  if (taken <= 0) {
    __atomic_fetch_add(&control->writes_refused, 1, __ATOMIC_RELAXED);
    errno = ENOSPC;
    return -1;
  }
  __atomic_fetch_sub(&control->bytes_left, taken, __ATOMIC_RELAXED);
  return (ssize_t)taken;
}

static ssize_t positioned_write(int descriptor, const void *bytes, size_t count, off64_t offset) {
  int file = file_of(descriptor);
  ssize_t fitting = admitted(file, count);
  if (fitting < 0) return -1;
  pthread_mutex_lock(&lock);
  note_write(file, descriptor, bytes, (size_t)fitting, offset);
  ssize_t result = REAL(pwrite64)(descriptor, bytes, (size_t)fitting, offset);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return positioned_write(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  return positioned_write(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  static __typeof__(&write) original;
  if (!original) original = REAL(write);
  if (!control || control->bytes_left < 0) return original(descriptor, bytes, count);
  ssize_t fitting = admitted(file_of(descriptor), count);
  return fitting < 0 ? -1 : original(descriptor, bytes, (size_t)fitting);
}

/* A file that is gone has nothing to lose; one of the same name begins empty. */
int unlink(const char *path) {
  if (control && journal >= 0 && !strncmp(path, directory, directory_length) && path[directory_length] == '/')
    for (int i = 0; i < TRACKED; i++)
      if (!strcmp(path + directory_length + 1, tracked[i])) {
        pthread_mutex_lock(&lock);
        append((struct record){UNLINK, (uint32_t)i, 0, 0, 0, 0}, -1, NULL);
        synced_until[i] = written_until[i];
        int result = REAL(unlink)(path);
        pthread_mutex_unlock(&lock);
        return result;
      }
  return REAL(unlink)(path);
}

static int truncate_to(int descriptor, off64_t size) {
  int file = file_of(descriptor);
  pthread_mutex_lock(&lock);
  note_truncation(file, descriptor, size);
  int result = REAL(ftruncate64)(descriptor, size);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int descriptor, off_t size) { return truncate_to(descriptor, size); }

int ftruncate64(int descriptor, off64_t size) { return truncate_to(descriptor, size); }

static int fail(void) {
  __atomic_fetch_add(&control->syncs_failed, 1, __ATOMIC_RELAXED);
  errno = EIO;
  return -1;
}

static int synchronise(int descriptor, int (*original)(int)) {
  int file = file_of(descriptor);
  if (file == -2) return original(descriptor);
  __atomic_fetch_add(&control->syncs, 1, __ATOMIC_RELAXED);
  int64_t delay = control->sync_delay_us;
  if (delay > 0) {
    __atomic_fetch_add(&control->syncs_delayed, 1, __ATOMIC_RELAXED);
    usleep((useconds_t)delay);
  }
  if (control->lies) return 0;
  pthread_mutex_lock(&lock);
  int is_failing = control->syncs_to_fail > 0 && control->syncs_to_fail-- > 0;
  if (is_failing) note_failed_sync(file, descriptor);
  int64_t until = journal < 0 ? 0 : lseek(journal, 0, SEEK_END), of_generation = generation;
  pthread_mutex_unlock(&lock);
  if (is_failing) return fail();
  int result = original(descriptor);
  pthread_mutex_lock(&lock);
  if (result == 0) note_sync(file, until, of_generation);
  int is_news = descriptor < DESCRIPTORS_MAXIMUM && is_to_be_told[descriptor];
  if (is_news) is_to_be_told[descriptor] = 0;
  pthread_mutex_unlock(&lock);
  return is_news ? fail() : result;
}

int fsync(int descriptor) { return synchronise(descriptor, REAL(fsync)); }

int fdatasync(int descriptor) { return synchronise(descriptor, REAL(fdatasync)); }
