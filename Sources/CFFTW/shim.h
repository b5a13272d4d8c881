/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <fftw3.h>

/* FFTW's flags and signs are macros, and its complex type is an array, which Swift sees as a tuple. Complex buffers
   are therefore passed as void: pairs of doubles, real part first. */
static inline unsigned palpate_fftw_flags(int measured) { return measured ? FFTW_MEASURE : FFTW_ESTIMATE; }

static inline fftw_plan palpate_plan_r2c(int count, double *time, void *bins, int measured) {
  return fftw_plan_dft_r2c_1d(count, time, (fftw_complex *)bins, palpate_fftw_flags(measured));
}
static inline fftw_plan palpate_plan_c2r(int count, void *bins, double *time, int measured) {
  return fftw_plan_dft_c2r_1d(count, (fftw_complex *)bins, time, palpate_fftw_flags(measured));
}
static inline fftw_plan palpate_plan_c2c(int count, void *input, void *output, int inverse, int measured) {
  return fftw_plan_dft_1d(count, (fftw_complex *)input, (fftw_complex *)output,
                          inverse ? FFTW_BACKWARD : FFTW_FORWARD, palpate_fftw_flags(measured));
}

static inline void palpate_execute_r2c(fftw_plan plan, double *time, void *bins) {
  fftw_execute_dft_r2c(plan, time, (fftw_complex *)bins);
}
static inline void palpate_execute_c2r(fftw_plan plan, void *bins, double *time) {
  fftw_execute_dft_c2r(plan, (fftw_complex *)bins, time);
}
static inline void palpate_execute_c2c(fftw_plan plan, void *input, void *output) {
  fftw_execute_dft(plan, (fftw_complex *)input, (fftw_complex *)output);
}
