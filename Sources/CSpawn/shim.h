#pragma once
// Two functions of the C library that its own headers show to GNU sources only, which Swift's module of it is not.
#include <spawn.h>

static inline int whistle_close_from(posix_spawn_file_actions_t *_Nonnull actions, int first) {
    extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

static inline int whistle_pipe(int *_Nonnull ends, int flags) {
    extern int pipe2(int *, int);
    return pipe2(ends, flags);
}
