/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <zlib.h>

/* inflateInit2 is a macro; window bits 15 + 16 accept gzip only. */
static inline int palpate_inflate_gzip_init(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
