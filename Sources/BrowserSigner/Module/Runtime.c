// What Embedded Swift calls and WebAssembly has no library for: a heap, and functions for 128-bit numbers. Written to be
// small: the page downloads it.

#include <stddef.h>
#include <stdint.h>

#define PAGE_BYTES 65536
#define HEADER_BYTES 16
#define BLOCK_BYTES_MAXIMUM ((size_t)1 << 24)

// The linker's name for the first byte after the module's own data.
extern unsigned char __heap_base;

typedef struct Block {
  uint32_t class;
  struct Block *next;
} Block;

// Freed blocks of 2^class bytes, the header included. Each is used again for the next block of its class, so the heap
// is never larger than the sum of the most that was ever in use of each class.
static Block *freed[32];
static uintptr_t end;

static Block *fresh(uint32_t class) {
  if (end == 0) end = ((uintptr_t)&__heap_base + HEADER_BYTES - 1) & ~(uintptr_t)(HEADER_BYTES - 1);
  uintptr_t begin = end, size = (uintptr_t)1 << class, room = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE_BYTES;
  if (size > UINTPTR_MAX - begin) return NULL;
  if (begin + size > room) {
    uintptr_t pages = (begin + size - room + PAGE_BYTES - 1) / PAGE_BYTES;
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return NULL;
  }
  end = begin + size;
  return (Block *)begin;
}

static void *allocated(size_t size) {
  if (size > BLOCK_BYTES_MAXIMUM) return NULL;
  uint32_t class = 5;
  while (((size_t)1 << class) < size + HEADER_BYTES) class++;
  Block *block = freed[class];
  if (block) freed[class] = block->next;
  else block = fresh(class);
  if (!block) return NULL;
  block->class = class;
  return (unsigned char *)block + HEADER_BYTES;
}

// Swift would take a failure for success and write to address 0: the call ends instead.
int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment > HEADER_BYTES) __builtin_trap();
  void *memory = allocated(size);
  if (!memory) __builtin_trap();
  *result = memory;
  return 0;
}

void free(void *pointer) {
  if (!pointer) return;
  Block *block = (Block *)((unsigned char *)pointer - HEADER_BYTES);
  block->next = freed[block->class];
  freed[block->class] = block;
}

// Memory for a record of the page, or 0 where there is none.
__attribute__((export_name("allocate"))) void *allocate(size_t size) { return allocated(size); }

// Gives back a record, the page's own or an answer; 0 is none.
__attribute__((export_name("release"))) void release(void *record) { free(record); }

// The two halves of a 128-bit number, so that no operation below is compiled to a call of itself.
typedef union {
  unsigned __int128 whole;
  struct { uint64_t low, high; } half;
} Wide;

unsigned __int128 __lshrti3(unsigned __int128 value, int count) {
  Wide in = {.whole = value}, out;
  if (count >= 64) {
    out.half.low = in.half.high >> (count - 64);
    out.half.high = 0;
  } else {
    out.half.low = count == 0 ? in.half.low : in.half.low >> count | in.half.high << (64 - count);
    out.half.high = in.half.high >> count;
  }
  return out.whole;
}

unsigned __int128 __multi3(unsigned __int128 left, unsigned __int128 right) {
  Wide a = {.whole = left}, b = {.whole = right}, product;
  uint64_t a0 = (uint32_t)a.half.low, a1 = a.half.low >> 32, b0 = (uint32_t)b.half.low, b1 = b.half.low >> 32;
  uint64_t lowest = a0 * b0, middle = a1 * b0 + (lowest >> 32), cross = a0 * b1 + (uint32_t)middle;
  product.half.low = cross << 32 | (uint32_t)lowest;
  product.half.high = a1 * b1 + (middle >> 32) + (cross >> 32) + a.half.low * b.half.high + a.half.high * b.half.low;
  return product.whole;
}

// A page calls the module from one thread, so references are counted without atomics. These are here and not in the
// Swift objects so that each use is a call, and not a copy of what they do.
void *swift_retain(void *object);
void swift_release(void *object);
void *swift_retain_n(void *object, uint32_t count);
void swift_release_n(void *object, uint32_t count);

void *swift_nonatomic_retain(void *object) { return swift_retain(object); }
void swift_nonatomic_release(void *object) { swift_release(object); }
void *swift_nonatomic_retain_n(void *object, uint32_t count) { return swift_retain_n(object, count); }
void swift_nonatomic_release_n(void *object, uint32_t count) { swift_release_n(object, count); }
