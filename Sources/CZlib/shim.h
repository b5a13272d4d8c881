/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <zlib.h>

/* inflateInit2 is a macro; window bits 15 + 16 accept gzip only. */
static inline int palpate_inflate_gzip_init(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/* Negative window bits: bare deflated data, as in zip archives. */
static inline int palpate_inflate_raw_init(z_stream *stream) { return inflateInit2(stream, -15); }

/* Gzip for writing: the usual level, no name and no time. */
static inline int palpate_deflate_gzip_init(z_stream *stream) {
  return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
