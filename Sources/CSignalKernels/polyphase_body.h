// SPDX-License-Identifier: GPL-3.0-or-later
// Polyphase sums; included once for every instruction-set level with LEVEL(name) and FMA defined.
//
// Outputs `up` apart have the same phase: several of them are summed at once, so that each tap is loaded once for all.

#define AT(p) (*(const v8_unaligned *)(p))

// R outputs of one phase; sample windows `apart`, results `stride` from each other. Lane i sums every eighth product.
INLINE void LEVEL(polyphase_sums)(const int R, const double *h, size_t length, const double *x, size_t apart, double *y,
                                  size_t stride) {
  v8 a[4];
  UNROLL for (int r = 0; r < R; r++) a[r] = (v8){0};
  for (size_t k = 0; k < length; k += 8) {
    const v8 c = AT(h + k);
    UNROLL for (int r = 0; r < R; r++) a[r] = FMA(c, AT(x + k + (size_t)r * apart), a[r]);
  }
  UNROLL for (int r = 0; r < R; r++) {
    typedef double v4 __attribute__((vector_size(32)));
    typedef double v2 __attribute__((vector_size(16)));
    const v4 b = SHUFFLE(a[r], a[r], 0, 1, 2, 3) + SHUFFLE(a[r], a[r], 4, 5, 6, 7);
    const v2 c = SHUFFLE(b, b, 0, 1) + SHUFFLE(b, b, 2, 3);
    y[(size_t)r * stride] = c[0] + c[1];
  }
}

static void LEVEL(polyphase_run)(const palpate_polyphase *f, size_t phase, const double *x, double *y, size_t count) {
  const size_t up = f->up, down = f->down, length = f->length;
  const size_t whole = down / up, rest = down % up;
#define NEXT                                                                                                           \
  x += whole;                                                                                                          \
  phase += rest;                                                                                                       \
  if (phase >= up) {                                                                                                   \
    phase -= up;                                                                                                       \
    x++;                                                                                                               \
  }
  size_t i = 0;
  for (; count - i >= 4 * up; i += 4 * up) {
    for (size_t n = 0; n < up; n++) {
      LEVEL(polyphase_sums)(4, f->taps + phase * length, length, x, down, y + i + n, up);
      NEXT
    }
    x += 3 * down;
  }
  for (; i < count; i++) {
    LEVEL(polyphase_sums)(1, f->taps + phase * length, length, x, 0, y + i, 0);
    NEXT
  }
#undef NEXT
}

#undef AT
