// SPDX-License-Identifier: GPL-3.0-or-later
// Second-order sections over interleaved channels, one channel a lane; included once for every level.
//
// The operations of one channel are those of one channel alone (iir_body.h) in the same order, so that both give the
// same bits: here the lanes of a tile follow one another in time, and what is a lane there is a channel here.

#if LEVEL_NUMBER == 4
#define WIDTH 8
#else
// Two sections and their tables fill the registers with four channels.
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

// S sections over the rows first..<end of one lane, in place in x; h is the first channel.
INLINE void LEVEL(channel_rows)(const int S, const int positive, const palpate_iir_section *k,
                                palpate_iir_channel_states *s, int h, int first, int end, V *x) {
  V w[2], d[2], previous[2], lane_w[2], lane_d[2];
  UNROLL for (int i = 0; i < S; i++) {
    w[i] = AT(s[i].w + h);
    d[i] = AT(s[i].d + h);
    previous[i] = AT(s[i].w_previous + h);
    lane_w[i] = AT(s[i].lane_w + h);
    lane_d[i] = AT(s[i].lane_d + h);
  }
#define CORRECTED(i, n, y) FMA(ALL(k[i].row_w[n]), lane_w[i], FMA(ALL(k[i].row_d[n]), lane_d[i], y))
#define ADVANCED(driven)                                                                                               \
  V y = FMA(ALL(k[i].ed), d[i], FMA(ALL(k[i].ew), w[i], v));                                                           \
  y = CORRECTED(i, n, y);                                                                                              \
  V into = driven;                                                                                                     \
  previous[i] = w[i];                                                                                                  \
  d[i] = FMA(ALL(k[i].kd), d[i], into);                                                                                \
  w[i] = positive ? w[i] + d[i] : FMA(ALL(k[i].sign), w[i], d[i]);                                                     \
  v = y;
  int n = first;
  if (n == 0) {
    V v = x[0];
    UNROLL for (int i = 0; i < S; i++) {
      w[i] = d[i] = v;
      v = CORRECTED(i, 0, v);
    }
    x[0] = v;
    n = 1;
  }
  if (n == 1 && end > 1) {
    V v = x[1];
    UNROLL for (int i = 0; i < S; i++) { ADVANCED(v) }
    x[1] = v;
    n = 2;
  }
  for (; n < end; n++) {
    V v = x[n];
    UNROLL for (int i = 0; i < S; i++) { ADVANCED(FMA(ALL(k[i].kw), previous[i], v)) }
    x[n] = v;
  }
#undef ADVANCED
#undef CORRECTED
  UNROLL for (int i = 0; i < S; i++) {
    AT(s[i].w + h) = w[i];
    AT(s[i].d + h) = d[i];
    AT(s[i].w_previous + h) = previous[i];
  }
}

// The scan's column of a finished lane, and the state before the next.
INLINE void LEVEL(channel_close)(const palpate_iir_section *k, palpate_iir_channel_states *s, int h, int lane) {
  V a = AT(s->w + h), b = AT(s->d + h);
  UNROLL for (int step = 0; step < 3; step++) {
    AT(s->scan_w[8 * step + lane] + h) = a;
    AT(s->scan_d[8 * step + lane] + h) = b;
    const int from = lane - (1 << step);
    const V p = from < 0 ? ALL(0) : AT(s->scan_w[8 * step + from] + h);
    const V q = from < 0 ? ALL(0) : AT(s->scan_d[8 * step + from] + h);
    const double *m = k->scan + 4 * step;
    a = FMA(ALL(m[0]), p, FMA(ALL(m[1]), q, a));
    b = FMA(ALL(m[2]), p, FMA(ALL(m[3]), q, b));
  }
  const V cw = AT(s->carry_w + h), cd = AT(s->carry_d + h);
  a = cw + FMA(ALL(k->carry[lane]), cw, FMA(ALL(k->carry[8 + lane]), cd, a));
  b = cd + FMA(ALL(k->carry[16 + lane]), cw, FMA(ALL(k->carry[24 + lane]), cd, b));
  AT(s->lane_w + h) = a;
  AT(s->lane_d + h) = b;
  if (lane == 7) {
    AT(s->carry_w + h) = a;
    AT(s->carry_d + h) = b;
  }
}

INLINE void LEVEL(channel_sections)(const int positive, const int rows, const palpate_iir_cascade *c,
                                    const palpate_iir_section *k, palpate_iir_channel_states *s, int h, int lane,
                                    int first, int end, V *x) {
  int j = 0;
  for (; j + 2 <= c->sections; j += 2) {
    LEVEL(channel_rows)(2, positive, k + j, s + j, h, first, end, x);
    if (end == rows) UNROLL for (int i = 0; i < 2; i++) LEVEL(channel_close)(k + j + i, s + j + i, h, lane);
  }
  if (j < c->sections) {
    LEVEL(channel_rows)(1, positive, k + j, s + j, h, first, end, x);
    if (end == rows) LEVEL(channel_close)(k + j, s + j, h, lane);
  }
}

static void LEVEL(channels)(palpate_iir_cascade *c, const palpate_iir_section *k, palpate_iir_channel_states *s,
                            const double *input, double *output, size_t channels, int width, size_t frames) {
  const int rows = c->rows;
  for (size_t done = 0; done < frames;) {
    const int lane = c->position / rows, first = c->position % rows;
    const int end = (size_t)(rows - first) < frames - done ? rows : first + (int)(frames - done);
    for (int h = 0; h < width; h += WIDTH) {
      V x[palpate_iir_most_rows] __attribute__((aligned(64)));
      const double *from = input + done * channels + h;
      double *to = output + done * channels + h;
      const int here = width - h < WIDTH ? width - h : WIDTH;
      if (here == WIDTH) {
        for (int n = first; n < end; n++, from += channels) x[n] = AT(from) * ALL(c->input_scale);
      } else {
        for (int n = first; n < end; n++, from += channels) {
          x[n] = ALL(0);
          for (int i = 0; i < here; i++) x[n][i] = from[i] * c->input_scale;
        }
      }
      if (c->all_positive) {
        LEVEL(channel_sections)(1, rows, c, k, s, h, lane, first, end, x);
      } else {
        LEVEL(channel_sections)(0, rows, c, k, s, h, lane, first, end, x);
      }
      if (here == WIDTH) {
        for (int n = first; n < end; n++, to += channels) AT(to) = x[n] * ALL(c->output_scale);
      } else {
        for (int n = first; n < end; n++, to += channels)
          for (int i = 0; i < here; i++) to[i] = x[n][i] * c->output_scale;
      }
    }
    done += (size_t)(end - first);
    c->position = (c->position + end - first) % (8 * rows);
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
