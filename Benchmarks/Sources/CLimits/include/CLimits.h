// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef CLIMITS_H
#define CLIMITS_H
/// Runs 12 independent chains of fused products and sums `count` times in vectors of `lanes` doubles (2, 4 or 8).
double limit_products(int lanes, long count);
/// Takes `count` branches that nothing foretells, each one way or the other with even chances.
long limit_branches(long count);
#endif
