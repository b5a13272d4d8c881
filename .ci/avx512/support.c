// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for highest_level.c where the kernels of level v4 are translated: the level is there, and so are its
// registers. With PALPATE_V4_RECORD naming a folder, all processes note in its files which functions and blocks ran.
#define _GNU_SOURCE
#include "CSignalKernels.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// machine.py says what lies where.
__attribute__((aligned(64), visibility("hidden"))) _Thread_local unsigned char palpate_v4_state[4096];

palpate_level palpate_highest_level(void) { return palpate_level_v4; }

__attribute__((visibility("hidden"))) void palpate_v4_record(const char *name, void *seen, unsigned size) {
  const char *folder = getenv("PALPATE_V4_RECORD");
  if (!folder) return;
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  const int file = open(path, O_RDWR | O_CREAT, 0666);
  // All processes write the same pages; bytes only ever become one, and calls are counted with a lock.
  if (file < 0 || ftruncate(file, size) != 0 ||
      mmap(seen, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0) == MAP_FAILED) {
    perror(path);
    abort();
  }
  close(file);
}
