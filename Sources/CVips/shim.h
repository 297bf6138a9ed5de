#pragma once
// Swift cannot call functions with variable arguments, and nearly all of libvips has them: so each call that is needed has a
// function of its own here. All give nil or a number other than 0 where they fail; the caller owns what they give.
#include <sys/prctl.h>
#include <vips/vips.h>

typedef enum { whistle_jpeg, whistle_png, whistle_heic } whistle_format;

// Whatever this process were made to start could do no more than itself.
static inline int whistle_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

// One thread and no memory of earlier pictures: a process looks at one.
static inline int whistle_vips_start(void) {
    g_setenv("VIPS_WARNING", "0", TRUE);
    // Code made while it runs would need a file to hold it, and memory both written and run.
    g_setenv("ORC_CODE", "backup", TRUE);
    if (VIPS_INIT("whistle-picture")) return -1;
    vips_vector_set_enabled(FALSE);
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    return 0;
}

// Reads the header only; the loader is the one of the format, whatever the bytes may look like to others.
static inline VipsImage *_Nullable whistle_open(const void *_Nonnull bytes, size_t count, whistle_format format) {
    VipsImage *out = NULL;
    void *buffer = (void *) bytes;
    int failed = -1;
    switch (format) {
    case whistle_jpeg:
        failed = vips_jpegload_buffer(buffer, count, &out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
                                      NULL);
        break;
    case whistle_png:
        failed = vips_pngload_buffer(buffer, count, &out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
                                     NULL);
        break;
    case whistle_heic:
        failed = vips_heifload_buffer(buffer, count, &out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
                                      NULL);
        break;
    }
    return failed ? NULL : out;
}

// The picture as its camera was held, and without the note that says so.
static inline VipsImage *_Nullable whistle_upright(VipsImage *_Nonnull image) {
    VipsImage *out = NULL;
    return vips_autorot(image, &out, NULL) ? NULL : out;
}

// Colours as screens without a profile show them: the picture's own profile, which tells the device, is used and then gone.
static inline VipsImage *_Nullable whistle_srgb(VipsImage *_Nonnull image) {
    VipsImage *out = NULL;
    if (vips_image_get_typeof(image, VIPS_META_ICC_NAME)
        && !vips_icc_transform(image, &out, "srgb", "embedded", TRUE, "depth", 8, NULL))
        return out;
    vips_error_clear();
    out = NULL;
    // Inks mean nothing without a profile: the library's own is taken where the picture brings none.
    if (vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK)
        return vips_icc_transform(image, &out, "srgb", "input_profile", "cmyk", "depth", 8, NULL) ? NULL : out;
    return vips_colourspace(image, &out, VIPS_INTERPRETATION_sRGB, NULL) ? NULL : out;
}

// Eight bits a channel.
static inline VipsImage *_Nullable whistle_bytes(VipsImage *_Nonnull image) {
    VipsImage *out = NULL;
    return vips_cast(image, &out, VIPS_FORMAT_UCHAR, NULL) ? NULL : out;
}

// Below 255 where something of the picture can be seen through.
static inline double whistle_least_alpha(VipsImage *_Nonnull image) {
    VipsImage *alpha = NULL;
    double least = -1;
    if (vips_extract_band(image, &alpha, vips_image_get_bands(image) - 1, NULL)) return -1;
    if (vips_min(alpha, &least, NULL)) least = -1;
    g_object_unref(alpha);
    return least;
}

static inline VipsImage *_Nullable whistle_flatten(VipsImage *_Nonnull image) {
    VipsImage *out = NULL;
    return vips_flatten(image, &out, NULL) ? NULL : out;
}

// The picture within a square of so many pixels a side; never larger than it was.
static inline VipsImage *_Nullable whistle_thumbnail(const void *_Nonnull bytes, size_t count, int side) {
    VipsImage *out = NULL;
    return vips_thumbnail_buffer((void *) bytes, count, &out, side, "height", side, "size", VIPS_SIZE_DOWN, NULL) ? NULL
                                                                                                               : out;
}

// Writes pixels and nothing else.
static inline int whistle_save(VipsImage *_Nonnull image, whistle_format format, int quality, void *_Nullable *_Nonnull bytes,
                               size_t *_Nonnull count) {
    switch (format) {
    case whistle_jpeg:
        return vips_jpegsave_buffer(image, bytes, count, "Q", quality, "strip", TRUE, "optimize_coding", TRUE, NULL);
    case whistle_png:
        return vips_pngsave_buffer(image, bytes, count, "strip", TRUE, NULL);
    case whistle_heic:
        return -1;
    }
    return -1;
}
