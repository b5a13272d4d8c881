// SPDX-License-Identifier: GPL-3.0-or-later
// Second-order sections over interleaved channels, one channel a lane; included once for every level.
//
// The operations of one channel are those of one channel alone (iir_body.h) in the same order, so that both give the
// same bits: here the lanes of a tile follow one another in time, and what is a lane there is a channel here.

// Two independent recursions hide each other's latency. With 32 wide registers they are two sections of 8 channels,
// with 16 registers two vectors of 4 channels of one section; of 4 channels or fewer, two sections again.
#if LEVEL_NUMBER == 4
#define WIDTH 8
#else
#define WIDTH 4
#endif
typedef double LEVEL(channel_vector) __attribute__((vector_size(8 * WIDTH), aligned(8)));
typedef int64_t LEVEL(channel_bits) __attribute__((vector_size(8 * WIDTH)));
#define V LEVEL(channel_vector)
#define AT(a) (*(V *)(a))
#define ALL LEVEL(channel_splat)

INLINE V LEVEL(channel_splat)(double a) {
#if WIDTH == 8
  return (V){a, a, a, a, a, a, a, a};
#else
  return (V){a, a, a, a};
#endif
}

// Rows of a lane: where they are read and written, and the distance of two.
typedef struct {
  const double *from;
  double *to;
  size_t from_step, to_step;
  double scale; // of what is written
} LEVEL(channel_path);

// S sections of H vectors over the rows first..<end of one lane.
INLINE void LEVEL(channel_rows)(const int S, const int H, const int positive, const int scaled,
                                const palpate_iir_section *k, palpate_iir_channel_states *s, int first, int end,
                                LEVEL(channel_path) path) {
  V w[2][2], d[2][2], previous[2][2], lane_w[2][2], lane_d[2][2];
#define EACH UNROLL for (int i = 0; i < S; i++) UNROLL for (int h = 0; h < H; h++)
  EACH {
    w[i][h] = AT(s[i].w + h * WIDTH);
    d[i][h] = AT(s[i].d + h * WIDTH);
    previous[i][h] = AT(s[i].w_previous + h * WIDTH);
    lane_w[i][h] = AT(s[i].lane_w + h * WIDTH);
    lane_d[i][h] = AT(s[i].lane_d + h * WIDTH);
  }
#define ROW(n, ...)                                                                                                    \
  V x[2];                                                                                                              \
  UNROLL for (int h = 0; h < H; h++) x[h] = AT(path.from + h * WIDTH);                                                 \
  EACH {                                                                                                               \
    V y = x[h];                                                                                                        \
    __VA_ARGS__                                                                                                        \
    x[h] = FMA(ALL(k[i].row_w[n]), lane_w[i][h], FMA(ALL(k[i].row_d[n]), lane_d[i][h], y));                            \
  }                                                                                                                    \
  UNROLL for (int h = 0; h < H; h++) AT(path.to + h * WIDTH) = scaled ? x[h] * ALL(path.scale) : x[h];                  \
  path.from += path.from_step;                                                                                         \
  path.to += path.to_step;
#define ADVANCED(driven)                                                                                               \
  y = FMA(ALL(k[i].ed), d[i][h], FMA(ALL(k[i].ew), w[i][h], y));                                                       \
  const V into = driven;                                                                                               \
  previous[i][h] = w[i][h];                                                                                            \
  d[i][h] = FMA(ALL(k[i].kd), d[i][h], into);                                                                          \
  w[i][h] = positive ? w[i][h] + d[i][h] : FMA(ALL(k[i].sign), w[i][h], d[i][h]);
  int n = first;
  if (n == 0) {
    ROW(0, w[i][h] = d[i][h] = y;)
    n = 1;
  }
  if (n == 1 && end > 1) {
    ROW(1, ADVANCED(x[h]))
    n = 2;
  }
  for (; n < end; n++) { ROW(n, ADVANCED(FMA(ALL(k[i].kw), previous[i][h], x[h]))) }
#undef ADVANCED
#undef ROW
  EACH {
    AT(s[i].w + h * WIDTH) = w[i][h];
    AT(s[i].d + h * WIDTH) = d[i][h];
    AT(s[i].w_previous + h * WIDTH) = previous[i][h];
  }
}

// The scan's column of a finished lane, and the state before the next.
INLINE void LEVEL(channel_close)(const int S, const int H, const palpate_iir_section *k,
                                 palpate_iir_channel_states *s, int lane) {
  V a[2][2], b[2][2];
  EACH {
    a[i][h] = AT(s[i].w + h * WIDTH);
    b[i][h] = AT(s[i].d + h * WIDTH);
  }
  UNROLL for (int step = 0; step < 3; step++) {
    const int at = 8 * step + lane, from = lane - (1 << step);
    EACH {
      AT(s[i].scan_w[at] + h * WIDTH) = a[i][h];
      AT(s[i].scan_d[at] + h * WIDTH) = b[i][h];
      const V p = from < 0 ? ALL(0) : AT(s[i].scan_w[8 * step + from] + h * WIDTH);
      const V q = from < 0 ? ALL(0) : AT(s[i].scan_d[8 * step + from] + h * WIDTH);
      const double *m = k[i].scan + 4 * step;
      a[i][h] = FMA(ALL(m[0]), p, FMA(ALL(m[1]), q, a[i][h]));
      b[i][h] = FMA(ALL(m[2]), p, FMA(ALL(m[3]), q, b[i][h]));
    }
  }
  EACH {
    const double *m = k[i].carry + lane;
    const V w = AT(s[i].carry_w + h * WIDTH), d = AT(s[i].carry_d + h * WIDTH);
    a[i][h] = w + FMA(ALL(m[0]), w, FMA(ALL(m[8]), d, a[i][h]));
    b[i][h] = d + FMA(ALL(m[16]), w, FMA(ALL(m[24]), d, b[i][h]));
    AT(s[i].lane_w + h * WIDTH) = a[i][h];
    AT(s[i].lane_d + h * WIDTH) = b[i][h];
    if (lane == 7) {
      AT(s[i].carry_w + h * WIDTH) = a[i][h];
      AT(s[i].carry_d + h * WIDTH) = b[i][h];
    }
  }
#undef EACH
}

// The whole cascade over rows of one lane; between sections they wait in `rows`.
INLINE void LEVEL(channel_lane)(const int H, const int positive, const palpate_iir_cascade *c,
                                const palpate_iir_section *k, palpate_iir_channel_states *s, int first, int end,
                                LEVEL(channel_path) whole) {
  double rows[8 * palpate_iir_most_rows] __attribute__((aligned(64)));
  const int lane = c->position / c->rows, closes = end == c->rows;
  const int count = c->sections;
  LEVEL(channel_path) path = whole;
  path.to = rows;
  path.to_step = H * WIDTH;
#define PASS(S)                                                                                                        \
  if (j + S < count) {                                                                                                 \
    LEVEL(channel_rows)(S, H, positive, 0, k + j, s + j, first, end, path);                                            \
  } else {                                                                                                             \
    path.to = whole.to;                                                                                                \
    path.to_step = whole.to_step;                                                                                      \
    LEVEL(channel_rows)(S, H, positive, 1, k + j, s + j, first, end, path);                                            \
  }                                                                                                                    \
  path.from = rows;                                                                                                    \
  path.from_step = H * WIDTH;
  int j = 0;
  if (H == 1) {
    for (; j + 2 <= count; j += 2) { PASS(2) }
  }
  for (; j < count; j++) { PASS(1) }
#undef PASS
  if (!closes) return;
  for (j = 0; j + 2 <= count; j += 2) LEVEL(channel_close)(2, H, k + j, s + j, lane);
  if (j < count) LEVEL(channel_close)(1, H, k + j, s + j, lane);
}

static void LEVEL(channels)(palpate_iir_cascade *c, const palpate_iir_section *k, palpate_iir_channel_states *s,
                            const double *input, double *output, size_t channels, int width, size_t frames) {
  double padded[8 * palpate_iir_most_rows] __attribute__((aligned(64)));
  const int most = width <= WIDTH ? WIDTH : 8;
  for (size_t done = 0; done < frames;) {
    const int first = c->position % c->rows;
    const int end = (size_t)(c->rows - first) < frames - done ? c->rows : first + (int)(frames - done);
    const double *from = input + done * channels;
    double *to = output + done * channels;
    LEVEL(channel_path) path = {from, to, channels, channels, c->output_scale};
    const int copied = width < most || c->input_scale != 1;
    if (copied) {
      for (int n = 0; n < end - first; n++)
        for (int i = 0; i < most; i++) padded[n * most + i] = i < width ? from[(size_t)n * channels + (size_t)i] * c->input_scale : 0;
      path.from = path.to = padded;
      path.from_step = path.to_step = (size_t)most;
    }
#define LANE(H)                                                                                                        \
  if (c->all_positive) {                                                                                               \
    LEVEL(channel_lane)(H, 1, c, k, s, first, end, path);                                                              \
  } else {                                                                                                             \
    LEVEL(channel_lane)(H, 0, c, k, s, first, end, path);                                                              \
  }
    if (most == WIDTH) {
      LANE(1)
    } else {
      LANE(8 / WIDTH)
    }
#undef LANE
    if (copied) {
      for (int n = 0; n < end - first; n++)
        for (int i = 0; i < width; i++) to[(size_t)n * channels + (size_t)i] = padded[n * most + i];
    }
    done += (size_t)(end - first);
    c->position = (c->position + end - first) % (8 * c->rows);
  }
}

static size_t LEVEL(first_missing_frame)(const double *x, size_t channels, int width, unsigned members, size_t frames,
                                         double limit) {
  LEVEL(channel_bits) counts[8 / WIDTH];
  UNROLL for (int h = 0; h < 8; h += WIDTH) UNROLL for (int i = 0; i < WIDTH; i++)
    counts[h / WIDTH][i] = -(int64_t)(members >> (h + i) & 1);
  size_t f = 0;
  // A group of fewer than 8 reads on into the next frame, as long as there is one, and lets that not count.
  while (f + 8 <= frames && (frames - f - 8) * channels + (size_t)width >= 8) {
    LEVEL(channel_bits) bad = {0};
    UNROLL for (int p = 0; p < 8; p++) UNROLL for (int h = 0; h < 8; h += WIDTH) {
      V a = __builtin_elementwise_abs(*(const V *)(x + (f + (size_t)p) * channels + h));
      bad |= ~(a <= ALL(limit)) & counts[h / WIDTH];
    }
    if (__builtin_reduce_or(bad)) break;
    f += 8;
  }
  for (; f < frames; f++)
    for (int i = 0; i < width; i++)
      if ((members >> i & 1) && !(__builtin_fabs(x[f * channels + (size_t)i]) <= limit)) return f;
  return frames;
}

#undef WIDTH
#undef V
#undef AT
#undef ALL
