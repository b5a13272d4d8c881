// SPDX-License-Identifier: GPL-3.0-or-later
// Runs single translated instructions on given states of the whole machine: probe INPUT OUTPUT, both files of records;
// with a third argument the records are not written but compared with those of OUTPUT.
// Built with NATIVE the instructions are the original ones, for a processor that has them.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef struct {
  uint8_t vectors[32][64];
  uint64_t masks[8];
  uint64_t general[16]; // rax rcx rdx rbx rsp rbp rsi rdi r8 ... r15
  uint64_t flags, control, which;
  uint8_t memory[256], stack[512];
  uint64_t spare[5];
} record;

// Where check.py takes memory and stack to be; both end where no memory is.
enum { memory_end = 0x20001000, stack_end = 0x20011000 };

extern void (*const probe_table[])(void);
record *probe_now;
void (*probe_target)(void);
uint64_t probe_stack_pointer, probe_rdi, probe_control = 0x1f80;

#ifdef NATIVE
#define VECTOR(n) "vmovups 64*" #n "(%rdi), %zmm" #n "\n"
#define KEPT(n) "vmovups %zmm" #n ", 64*" #n "(%rdi)\n"
#define MASK(n) "kmovq 2048+8*" #n "(%rdi), %k" #n "\n"
#define KEPT_MASK(n) "kmovq %k" #n ", 2048+8*" #n "(%rdi)\n"
#define REST(F) F(12) F(13) F(14) F(15) F(16) F(17) F(18) F(19) F(20) F(21) F(22) F(23) F(24) F(25) F(26) F(27) F(28) \
  F(29) F(30) F(31)
#define EIGHT(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7)
#else
#define VECTOR(n) "vmovups 64*" #n "(%rdi), %ymm" #n "\n"
#define KEPT(n) "vmovups %ymm" #n ", 64*" #n "(%rdi)\n"
// Scratch registers begin with anything.
#define REST(F) "vmovups 2112(%rdi), %ymm12\nvmovups 2136(%rdi), %ymm13\nvmovups 2100(%rdi), %ymm14\nvmovups 2072(%rdi), %ymm15\n"
#define EIGHT(F)
#define MASK(n)
#define KEPT_MASK(n)
extern _Thread_local uint8_t palpate_v4_state[4096];
#endif
#define TWELVE(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11)

void probe_run(void);
__asm__(".text\n.globl probe_run, probe_back\nprobe_run:\n"
        "pushq %rbx\npushq %rbp\npushq %r12\npushq %r13\npushq %r14\npushq %r15\n"
        "movq probe_now(%rip), %rdi\nmovq %rsp, probe_stack_pointer(%rip)\nldmxcsr 2248(%rdi)\n"
        TWELVE(VECTOR) REST(VECTOR) EIGHT(MASK)
        "pushq 2240(%rdi)\npopfq\n"
        "movq 2112(%rdi), %rax\nmovq 2120(%rdi), %rcx\nmovq 2128(%rdi), %rdx\nmovq 2136(%rdi), %rbx\n"
        "movq 2144(%rdi), %rsp\nmovq 2152(%rdi), %rbp\nmovq 2160(%rdi), %rsi\n"
        "movq 2176(%rdi), %r8\nmovq 2184(%rdi), %r9\nmovq 2192(%rdi), %r10\nmovq 2200(%rdi), %r11\n"
        "movq 2208(%rdi), %r12\nmovq 2216(%rdi), %r13\nmovq 2224(%rdi), %r14\nmovq 2232(%rdi), %r15\n"
        "movq 2168(%rdi), %rdi\njmp *probe_target(%rip)\n"
        "probe_back:\n"
        "movq %rdi, probe_rdi(%rip)\nmovq probe_now(%rip), %rdi\n"
        "movq %rax, 2112(%rdi)\nmovq %rcx, 2120(%rdi)\nmovq %rdx, 2128(%rdi)\nmovq %rbx, 2136(%rdi)\n"
        "movq %rsp, 2144(%rdi)\nmovq %rbp, 2152(%rdi)\nmovq %rsi, 2160(%rdi)\n"
        "movq %r8, 2176(%rdi)\nmovq %r9, 2184(%rdi)\nmovq %r10, 2192(%rdi)\nmovq %r11, 2200(%rdi)\n"
        "movq %r12, 2208(%rdi)\nmovq %r13, 2216(%rdi)\nmovq %r14, 2224(%rdi)\nmovq %r15, 2232(%rdi)\n"
        "movq probe_rdi(%rip), %rax\nmovq %rax, 2168(%rdi)\nmovq probe_stack_pointer(%rip), %rsp\n"
        "pushfq\npopq 2240(%rdi)\nstmxcsr 2248(%rdi)\nldmxcsr probe_control(%rip)\n"
#ifdef NATIVE
        REST(KEPT)
#endif
        TWELVE(KEPT) EIGHT(KEPT_MASK)
        "vzeroupper\npopq %r15\npopq %r14\npopq %r13\npopq %r12\npopq %rbp\npopq %rbx\nretq\n");

static uint8_t *page(uintptr_t end) {
  void *wanted = (void *)(end - 4096);
  if (mmap(wanted, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != wanted) exit(2);
  return (uint8_t *)end;
}

static void run(record *r, uint8_t *memory, uint8_t *stack) {
  memcpy(memory - sizeof r->memory, r->memory, sizeof r->memory);
  memcpy(stack - sizeof r->stack, r->stack, sizeof r->stack);
  probe_now = r;
  probe_target = probe_table[r->which];
#ifndef NATIVE
  memset(palpate_v4_state, 0xA5, 4096);
  memcpy(palpate_v4_state, r->vectors, 2048);
  memcpy(palpate_v4_state + 2048, r->masks, 64);
  for (int n = 0; n < 12; n++) memset(palpate_v4_state + 64 * n, 0x5A, 32);
#endif
  probe_run();
#ifndef NATIVE
  for (int n = 0; n < 32; n++) {
    const int real = n < 12 ? 32 : 0;
    memcpy(r->vectors[n] + real, palpate_v4_state + 64 * n + real, 64 - (size_t)real);
  }
  memcpy(r->masks, palpate_v4_state + 2048, 64);
#endif
  memcpy(r->memory, memory - sizeof r->memory, sizeof r->memory);
  memcpy(r->stack, stack - sizeof r->stack, sizeof r->stack);
  // Exceptions that were noted: nobody reads them.
  r->control &= ~(uint64_t)63;
}

static int differs(const record *r, const record *expected, int number) {
  for (size_t k = 0; k < sizeof *r / 8; k++) {
    const uint64_t found = ((const uint64_t *)r)[k], wanted = ((const uint64_t *)expected)[k];
    if (found == wanted) continue;
    printf("state %d, instruction %d, byte %d: %016llx, not %016llx\n", number, (int)r->which, (int)k * 8,
           (unsigned long long)found, (unsigned long long)wanted);
    return 1;
  }
  return 0;
}

int main(int count, char **arguments) {
  if (count < 3) return 2;
  const int compares = count > 3;
  FILE *input = fopen(arguments[1], "rb"), *other = fopen(arguments[2], compares ? "rb" : "wb");
  if (!input || !other) return 2;
  uint8_t *memory = page(memory_end), *stack = page(stack_end);
  static record r, expected;
  int number = 0, different = 0;
  for (; fread(&r, sizeof r, 1, input) == 1; number++) {
    run(&r, memory, stack);
    if (!compares && fwrite(&r, sizeof r, 1, other) != 1) return 2;
    if (compares && fread(&expected, sizeof r, 1, other) != 1) return 2;
    if (compares) different += differs(&r, &expected, number);
  }
  if (compares) printf("%d states, %d different\n", number, different);
  return fclose(other) != 0 || different;
}
