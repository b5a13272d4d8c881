/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <stddef.h>

/* Fortran symbols: arguments by reference, the lengths of texts by value at the end. Every LAPACK has these; its C
   interface (lapacke.h) is a package of its own. */
extern void dstebz_(const char *range, const char *order, const int *n, const double *vl, const double *vu,
                    const int *il, const int *iu, const double *abstol, const double *d, const double *e, int *m,
                    int *nsplit, double *w, int *iblock, int *isplit, double *work, int *iwork, int *info,
                    size_t range_length, size_t order_length);
extern void dstein_(const int *n, const double *d, const double *e, const int *m, const double *w, const int *iblock,
                    const int *isplit, double *z, const int *ldz, double *work, int *iwork, int *ifail, int *info);

extern void dpbtrf_(const char *uplo, const int *n, const int *kd, double *ab, const int *ldab, int *info,
                    size_t uplo_length);
extern void dpbtrs_(const char *uplo, const int *n, const int *kd, const int *nrhs, const double *ab, const int *ldab,
                    double *b, const int *ldb, int *info, size_t uplo_length);

/* Eigenvalues number first to last (from 1, ascending within each block) of a symmetric tridiagonal matrix.
   w, iblock, isplit: n values; work: 4n; iwork: 3n. Returns LAPACK's info; found receives how many there are. */
static inline int palpate_dstebz(int n, int first, int last, double tolerance, const double *d, const double *e,
                                 int *found, double *w, int *iblock, int *isplit, double *work, int *iwork) {
  int info = 0, splits = 0;
  double unused = 0;
  dstebz_("I", "B", &n, &unused, &unused, &first, &last, &tolerance, d, e, found, &splits, w, iblock, isplit, work,
          iwork, &info, 1, 1);
  return info;
}

/* Their eigenvectors by inverse iteration, one after the other in z. work: 5n; iwork: n; ifail: count. */
static inline int palpate_dstein(int n, int count, const double *d, const double *e, const double *w,
                                 const int *iblock, const int *isplit, double *z, double *work, int *iwork,
                                 int *ifail) {
  int info = 0;
  dstein_(&n, d, e, &count, w, iblock, isplit, z, &n, work, iwork, ifail, &info);
  return info;
}

/* Cholesky factor L of a positive definite band matrix, in the place of its lower band: entry (i, j), j <= i <= j + kd,
   at ab[(i - j) + j (kd + 1)]. Returns LAPACK's info: k > 0 when the leading minor of order k is not positive. */
static inline int palpate_dpbtrf(int n, int kd, double *ab) {
  int info = 0;
  const int rows = kd + 1;
  dpbtrf_("L", &n, &kd, ab, &rows, &info, 1);
  return info;
}

/* Solves L L' x = b in the place of b, `count` right-hand sides one after the other. */
static inline int palpate_dpbtrs(int n, int kd, int count, const double *ab, double *b) {
  int info = 0;
  const int rows = kd + 1;
  dpbtrs_("L", &n, &kd, &count, ab, &rows, b, &n, &info, 1);
  return info;
}
