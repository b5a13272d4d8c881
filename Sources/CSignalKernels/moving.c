// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "moving_body.h"
#include "each_level.h"

void palpate_moving(palpate_level level, palpate_moving_statistic statistic, size_t length, const double *x, double *y,
                    size_t count, double *scratch) {
  AT_LEVEL(level, moving, statistic, length, x, y, count, scratch);
}
