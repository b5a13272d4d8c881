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
