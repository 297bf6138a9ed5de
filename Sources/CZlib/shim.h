#pragma once
#include <zlib.h>

// A macro in zlib's own header, which Swift does not see: 16 more than the window means gzip's own head and tail.
static inline int whistle_gzip_init(z_stream *_Nonnull stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY);
}
