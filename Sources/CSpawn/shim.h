#pragma once
// What the C library's own headers show to GNU sources only, which Swift's module of it is not.
#include <spawn.h>

static inline int whistle_close_from(posix_spawn_file_actions_t *_Nonnull actions, int first) {
    extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

static inline int whistle_change_folder(posix_spawn_file_actions_t *_Nonnull actions, const char *_Nonnull path) {
    extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
    return posix_spawn_file_actions_addchdir_np(actions, path);
}

// POSIX_SPAWN_SETSID
static inline int whistle_new_session(void) { return 0x80; }

static inline int whistle_pipe(int *_Nonnull ends, int flags) {
    extern int pipe2(int *, int);
    return pipe2(ends, flags);
}
