// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "moments_body.h"
#include "each_level.h"

size_t palpate_add_moments(palpate_level level, const double *x, size_t count, palpate_moments *moments) {
  return AT_LEVEL(level, add_moments, x, count, moments);
}
