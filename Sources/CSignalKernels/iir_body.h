// SPDX-License-Identifier: GPL-3.0-or-later
// Second-order sections in tiles; included once for every instruction-set level with LEVEL(name) and FMA defined.
//
// A tile is 8 lanes of L consecutive samples, transposed in registers: (1) every lane runs from zero state, (2) a scan
// over the lanes joins them, (3) the state before the tile is added, (4) every row is corrected. Sections work in
// lockstep on successive tiles, so that one waits while another computes. The path for single samples performs the
// same operations in the same order. The mathematics is in the article Filters.

// With 32 wide registers all rows are unrolled and the sections take turns row by row. With 16 registers that spills
// most of what it touches: there the rows stay in memory, and one section's two halves of a vector hide the latency.
#if LEVEL_NUMBER == 4
#define EACH_ROW UNROLL
#define ROW_BY_ROW 1
#else
#define EACH_ROW _Pragma("clang loop unroll(disable)")
#define ROW_BY_ROW 0
#endif

INLINE v8 LEVEL(splat)(double a) { return (v8){a, a, a, a, a, a, a, a}; }
#define SPLAT LEVEL(splat)
#define ROTATED(a) SHUFFLE(a, a, 7, 7, 7, 7, 7, 7, 7, 7)
#define BEHIND(before, a) SHUFFLE(before, a, 7, 8, 9, 10, 11, 12, 13, 14)

INLINE void LEVEL(transpose)(v8 *r) {
  v8 t[8], q[8];
  UNROLL for (int i = 0; i < 8; i += 2) {
    t[i] = SHUFFLE(r[i], r[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    t[i + 1] = SHUFFLE(r[i], r[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  UNROLL for (int i = 0; i < 8; i += 4) UNROLL for (int k = 0; k < 2; k++) {
    q[i + k] = SHUFFLE(t[i + k], t[i + 2 + k], 0, 1, 8, 9, 4, 5, 12, 13);
    q[i + 2 + k] = SHUFFLE(t[i + k], t[i + 2 + k], 2, 3, 10, 11, 6, 7, 14, 15);
  }
  UNROLL for (int k = 0; k < 4; k++) {
    r[k] = SHUFFLE(q[k], q[4 + k], 0, 1, 2, 3, 8, 9, 10, 11);
    r[4 + k] = SHUFFLE(q[k], q[4 + k], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// Lane k holds the samples k L… of a tile; backwards, those from its end. x and y are its lowest address either way.
INLINE void LEVEL(load)(const int L, const int backward, const double *x, double scale, v8 *r) {
  UNROLL for (int half = 0; half < L / 8; half++) {
    v8 q[8];
    UNROLL for (int k = 0; k < 8; k++)
      q[k] = *(const v8_unaligned *)(x + (backward ? 7 - k : k) * L + half * 8) * SPLAT(scale);
    LEVEL(transpose)(q);
    UNROLL for (int k = 0; k < 8; k++) r[backward ? L - 1 - half * 8 - k : half * 8 + k] = q[k];
  }
}

INLINE void LEVEL(store)(const int L, const int backward, double *y, const v8 *rows, double scale) {
  UNROLL for (int half = 0; half < L / 8; half++) {
    v8 q[8];
    UNROLL for (int k = 0; k < 8; k++) q[k] = rows[backward ? L - 1 - half * 8 - k : half * 8 + k];
    LEVEL(transpose)(q);
    UNROLL for (int k = 0; k < 8; k++)
      *(v8_unaligned *)(y + (backward ? 7 - k : k) * L + half * 8) = q[k] * SPLAT(scale);
  }
}

// One row of a lane from zero state.
INLINE v8 LEVEL(row)(const int positive, const int second, const palpate_iir_section *k, v8 x, v8 *w, v8 *d,
                     v8 *previous) {
  const v8 y = FMA(SPLAT(k->ed), *d, FMA(SPLAT(k->ew), *w, x));
  // One fused operation from d to d: the other joins the input.
  const v8 driven = second ? x : FMA(SPLAT(k->kw), *previous, x);
  *previous = *w;
  *d = FMA(SPLAT(k->kd), *d, driven);
  *w = positive ? *w + *d : FMA(SPLAT(k->sign), *w, *d);
  return y;
}

// Every section advances by one tile; r[i] holds the tile of section i, and r[i + 1] what becomes of it.
INLINE void LEVEL(tile)(const int S, const int L, const int positive, const palpate_iir_section *k, v8 *carry_w,
                        v8 *carry_d, v8 (*r)[16]) {
  v8 w[4], d[4], previous[4];
#define ROW(second) r[i][n] = LEVEL(row)(positive, second, k + i, r[i][n], w + i, d + i, previous + i);
  UNROLL for (int i = 0; i < S; i++) w[i] = d[i] = r[i][0];
  if (ROW_BY_ROW) {
    UNROLL for (int n = 1; n < L; n++) UNROLL for (int i = 0; i < S; i++) { ROW(n == 1) }
  } else {
    UNROLL for (int i = 0; i < S; i++) {
      UNROLL for (int n = 1; n < 2; n++) { ROW(1) }
      EACH_ROW for (int n = 2; n < L; n++) { ROW(0) }
    }
  }
#undef ROW
#define SCAN(step, ...)                                                                                                \
  UNROLL for (int i = 0; i < S; i++) {                                                                                 \
    const double *m = k[i].scan + 4 * step;                                                                            \
    v8 p = SHUFFLE((v8){0}, w[i], __VA_ARGS__), q = SHUFFLE((v8){0}, d[i], __VA_ARGS__);                               \
    w[i] = FMA(SPLAT(m[0]), p, FMA(SPLAT(m[1]), q, w[i]));                                                             \
    d[i] = FMA(SPLAT(m[2]), p, FMA(SPLAT(m[3]), q, d[i]));                                                             \
  }
  SCAN(0, 0, 8, 9, 10, 11, 12, 13, 14)
  SCAN(1, 0, 1, 8, 9, 10, 11, 12, 13)
  SCAN(2, 0, 1, 2, 3, 8, 9, 10, 11)
#undef SCAN
  UNROLL for (int i = S - 1; i >= 0; i--) {
    const v8_unaligned *m = (const v8_unaligned *)k[i].carry;
    // The carry is the old state plus an increment, so that its rounding does not grow with its age.
    v8 a = carry_w[i] + FMA(m[0], carry_w[i], FMA(m[1], carry_d[i], w[i]));
    v8 b = carry_d[i] + FMA(m[2], carry_w[i], FMA(m[3], carry_d[i], d[i]));
    v8 before_w = BEHIND(carry_w[i], a), before_d = BEHIND(carry_d[i], b);
    carry_w[i] = ROTATED(a);
    carry_d[i] = ROTATED(b);
    EACH_ROW for (int n = 0; n < L; n++)
      r[i + 1][n] = FMA(SPLAT(k[i].row_w[n]), before_w, FMA(SPLAT(k[i].row_d[n]), before_d, r[i][n]));
  }
}

// S sections over whole tiles, the first at x, each `step` samples after the last: negative when backward. Tile t is in section j at iteration t + j; where a section has no tile it runs on
// zeros and its carry is put back.
INLINE void LEVEL(run)(const int S, const int L, const int positive, const palpate_iir_section *k,
                       palpate_iir_state *states, double in, double out, const double *x, double *y, size_t tiles,
                       ptrdiff_t step) {
  v8 r[5][16], cw[4], cd[4], kept_w[4], kept_d[4];
  UNROLL for (int j = 0; j < S; j++) {
    cw[j] = SPLAT(states[j].carry_w);
    cd[j] = SPLAT(states[j].carry_d);
    UNROLL for (int n = 0; n < L; n++) r[j][n] = SPLAT(0);
  }
  for (size_t it = 0; it + 1 < tiles + (size_t)S; it++) {
    const int edge = it + 1 < (size_t)S || it >= tiles;
    if (edge) {
      UNROLL for (int j = 0; j < S; j++) { kept_w[j] = cw[j]; kept_d[j] = cd[j]; }
    }
    if (it < tiles) {
      const double *from = x + (ptrdiff_t)it * step, *ahead = from + (step > 0 ? 256 : -256);
      UNROLL for (int p = 0; p < L; p++) __builtin_prefetch(ahead + p * 8, 0, 3);
      if (step > 0) {
        LEVEL(load)(L, 0, from, in, r[0]);
      } else {
        LEVEL(load)(L, 1, from, in, r[0]);
      }
    } else {
      UNROLL for (int n = 0; n < L; n++) r[0][n] = SPLAT(0);
    }
    LEVEL(tile)(S, L, positive, k, cw, cd, r);
    if (edge) {
      UNROLL for (int j = 0; j < S; j++) if (it < (size_t)j || it - (size_t)j >= tiles) {
        cw[j] = kept_w[j];
        cd[j] = kept_d[j];
      }
    }
    if (it + 1 >= (size_t)S) {
      double *to = y + (ptrdiff_t)(it + 1 - (size_t)S) * step;
      if (step > 0) {
        LEVEL(store)(L, 0, to, r[S], out);
      } else {
        LEVEL(store)(L, 1, to, r[S], out);
      }
    }
  }
  UNROLL for (int j = 0; j < S; j++) {
    states[j].carry_w = cw[j][0];
    states[j].carry_d = cd[j][0];
  }
}

#define INSTANCE(S, L, positive)                                                                                       \
  static __attribute__((noinline)) void LEVEL(run_##S##_##L##_##positive)(                                             \
      const palpate_iir_section *k, palpate_iir_state *states, double in, double out, const double *x, double *y,      \
      size_t tiles, ptrdiff_t step) {                                                                                  \
    LEVEL(run)(S, L, positive, k, states, in, out, x, y, tiles, step);                                                 \
  }
#define INSTANCES(S, L) INSTANCE(S, L, 0) INSTANCE(S, L, 1)
INSTANCES(1, 16) INSTANCES(2, 16) INSTANCES(1, 8) INSTANCES(2, 8) INSTANCES(3, 8) INSTANCES(4, 8)
#undef INSTANCES
#undef INSTANCE

static void LEVEL(run_any)(int sections, int rows, int positive, const palpate_iir_section *k,
                           palpate_iir_state *states, double in, double out, const double *x, double *y,
                           size_t tiles, ptrdiff_t step) {
#define CALL(S, L)                                                                                                     \
  (positive ? LEVEL(run_##S##_##L##_1) : LEVEL(run_##S##_##L##_0))(k, states, in, out, x, y, tiles, step);             \
  return
  if (rows == 16) {
    if (sections == 1) { CALL(1, 16); } else { CALL(2, 16); }
  }
  switch (sections) {
  case 1: CALL(1, 8);
  case 2: CALL(2, 8);
  case 3: CALL(3, 8);
  default: CALL(4, 8);
  }
#undef CALL
}

// One sample through one section: the same operations in the same order as the tile.
INLINE double LEVEL(sample)(const palpate_iir_section *k, palpate_iir_state *s, int lane, int row, int rows, double x) {
  double y = x;
  if (row == 0) {
    s->w = s->d = x;
    if (lane == 0) {
      s->lane_w = s->carry_w;
      s->lane_d = s->carry_d;
    }
  } else {
    y = FMA1(k->ed, s->d, FMA1(k->ew, s->w, x));
    double driven = row == 1 ? x : FMA1(k->kw, s->w_previous, x);
    s->w_previous = s->w;
    s->d = FMA1(k->kd, s->d, driven);
    s->w = FMA1(k->sign, s->w, s->d);
  }
  y = FMA1(k->row_w[row], s->lane_w, FMA1(k->row_d[row], s->lane_d, y));
  if (row + 1 < rows) return y;
  double a = s->w, b = s->d;
  for (int step = 0; step < 3; step++) {
    s->scan_w[8 * step + lane] = a;
    s->scan_d[8 * step + lane] = b;
    const int from = lane - (1 << step);
    const double p = from < 0 ? 0 : s->scan_w[8 * step + from], q = from < 0 ? 0 : s->scan_d[8 * step + from];
    const double *m = k->scan + 4 * step;
    a = FMA1(m[0], p, FMA1(m[1], q, a));
    b = FMA1(m[2], p, FMA1(m[3], q, b));
  }
  const double cw = s->carry_w, cd = s->carry_d;
  s->lane_w = cw + FMA1(k->carry[lane], cw, FMA1(k->carry[8 + lane], cd, a));
  s->lane_d = cd + FMA1(k->carry[16 + lane], cw, FMA1(k->carry[24 + lane], cd, b));
  if (lane == 7) {
    s->carry_w = s->lane_w;
    s->carry_d = s->lane_d;
  }
  return y;
}

// Samples are `step` apart: 1, or −1 for backward.
static void LEVEL(singly)(palpate_iir_cascade *c, const palpate_iir_section *k, palpate_iir_state *states,
                          const double *input, double *output, size_t count, ptrdiff_t step) {
  for (size_t i = 0; i < count; i++, input += step, output += step) {
    const int lane = c->position / c->rows, row = c->position % c->rows;
    double x = *input * c->input_scale;
    for (int j = 0; j < c->sections; j++) x = LEVEL(sample)(k + j, states + j, lane, row, c->rows, x);
    *output = x * c->output_scale;
    c->position = c->position + 1 == 8 * c->rows ? 0 : c->position + 1;
  }
}

static void LEVEL(process)(palpate_iir_cascade *c, const palpate_iir_section *k, palpate_iir_state *states,
                           const double *input, double *output, size_t count, int backward) {
  const ptrdiff_t step = backward ? -1 : 1, T = 8 * (ptrdiff_t)c->rows;
  const ptrdiff_t start = backward ? (ptrdiff_t)count - 1 : 0, lowest = backward ? 1 - T : 0;
  size_t head = c->position ? (size_t)(T - c->position) : 0;
  if (head > count) head = count;
  LEVEL(singly)(c, k, states, input + start, output + start, head, step);
  size_t done = head;
  // More than four sections pass block by block through the cache, four at a time.
  const size_t most = c->sections > 4 ? 64 : SIZE_MAX;
  for (size_t tiles = (count - done) / (size_t)T; tiles;) {
    const size_t now = tiles < most ? tiles : most;
    const ptrdiff_t at = start + (ptrdiff_t)done * step + lowest;
    const double *from = input + at;
    for (int j = 0; j < c->sections; j += 4) {
      const int group = c->sections - j < 4 ? c->sections - j : 4;
      LEVEL(run_any)(group, c->rows, c->all_positive, k + j, states + j, j ? 1 : c->input_scale,
                     j + group == c->sections ? c->output_scale : 1, from, output + at, now, T * step);
      from = output + at;
    }
    done += now * (size_t)T;
    tiles -= now;
  }
  const ptrdiff_t at = start + (ptrdiff_t)done * step;
  LEVEL(singly)(c, k, states, input + at, output + at, count - done, step);
}

static size_t LEVEL(first_missing)(const double *x, size_t count, double limit) {
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    v8_bits bad = {0};
    UNROLL for (int p = 0; p < 4; p++) {
      v8 a = __builtin_elementwise_abs(*(const v8_unaligned *)(x + i + 8 * p));
      bad |= ~(a <= SPLAT(limit));
    }
    if (__builtin_reduce_or(bad)) break;
  }
  for (; i < count; i++)
    if (!(__builtin_fabs(x[i]) <= limit)) return i;
  return count;
}

#undef SPLAT
#undef ROTATED
#undef BEHIND
#undef EACH_ROW
#undef ROW_BY_ROW
