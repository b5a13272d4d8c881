// SPDX-License-Identifier: GPL-3.0-or-later
// liquid-dsp (single precision: it has no other real filters) under the protocol of RatioServer.
#include <liquid/liquid.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void lowpass(float *taps, int count) {
  double sum = 0;
  for (int k = 0; k < count; k++) {
    const double t = k - (count - 1) / 2.0, x = 2 * 0.1 * t;
    const double ideal = t == 0 ? 0.2 : 0.2 * sin(M_PI * x) / (M_PI * x);
    taps[k] = ideal * (0.54 - 0.46 * cos(2 * M_PI * k / (count - 1)));
    sum += taps[k];
  }
  for (int k = 0; k < count; k++) taps[k] /= sum;
}

int main(void) {
  float *x = NULL, *y = NULL;
  unsigned count = 0;
  iirfilt_rrrf recursive = NULL;
  firfilt_rrrf direct = NULL;
  char line[4096], path[3000], name[200];
  unsigned long wanted, repeats;
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "load %2999s %lu", path, &wanted) == 2) {
      FILE *file = fopen(path, "rb");
      double block[4096];
      x = realloc(x, wanted * sizeof *x);
      y = realloc(y, wanted * sizeof *y);
      count = 0;
      for (size_t got; file && count < wanted && (got = fread(block, 8, 4096, file)) > 0;)
        for (size_t k = 0; k < got && count < wanted; k++) x[count++] = block[k];
      if (file) fclose(file);
      printf("%u\n", count);
    } else if (sscanf(line, "prepare main:%199s", name) == 1) {
      recursive = NULL, direct = NULL;
      int order = 0, taps = 0;
      if (sscanf(name, "sos_order_%d", &order) == 1 && !strchr(name + 10, '_'))
        recursive = iirfilt_rrrf_create_prototype(
            LIQUID_IIRDES_BUTTER, LIQUID_IIRDES_LOWPASS, LIQUID_IIRDES_SOS, order, 0.01f, 0.1f, 1.0f, 60.0f);
      else if (sscanf(name, "fir_%d", &taps) == 1) {
        float *h = malloc(taps * sizeof *h);
        lowpass(h, taps);
        direct = firfilt_rrrf_create(h, taps);
        free(h);
      }
      puts(recursive || direct ? "ready" : "?");
    } else if (sscanf(line, "run %lu", &repeats) == 1) {
      double best = INFINITY;
      for (unsigned long k = 0; k < repeats; k++) {
        const double start = now();
        if (recursive) iirfilt_rrrf_execute_block(recursive, x, count, y);
        if (direct) firfilt_rrrf_execute_block(direct, x, count, y);
        const double elapsed = now() - start;
        if (elapsed < best) best = elapsed;
      }
      printf("%.17g\n", best);
    } else
      puts("?");
    fflush(stdout);
  }
}
