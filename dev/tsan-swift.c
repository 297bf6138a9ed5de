// Tells the thread sanitizer of two synchronisations inside Swift's own libraries, which are not instrumented.
// Preloaded by `dev/check tsan`; without it every contended Mutex and every continuation that is resumed before it is
// awaited is reported as a race. (x86-64, Swift 6.3: on another machine nothing is preloaded.)
//
// - Synchronization.Mutex: the fast path is inlined and instrumented, the contended one (`_lockSlow`, `_tryLockSlow`,
//   `_unlockSlow`) is not. `self` is in r13.
// - swift_continuation_await: where the continuation was resumed already, it goes on at once and tells nobody that
//   what happened before the resume (which did tell: `_swift_tsan_release` on the task) happened before.
#define _GNU_SOURCE
#include <dlfcn.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define AWAIT "swift_continuation_await"
#define HIDDEN __attribute__((visibility("hidden"), used))

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

HIDDEN void *real_lock, *real_try, *real_unlock, *real_await;
static void *(*current_task)(void);

__attribute__((constructor)) static void find(void) {
    real_lock = dlsym(RTLD_NEXT, LOCK);
    real_try = dlsym(RTLD_NEXT, TRY);
    real_unlock = dlsym(RTLD_NEXT, UNLOCK);
    real_await = dlsym(RTLD_NEXT, AWAIT);
    current_task = (void *(*)(void))dlsym(RTLD_NEXT, "swift_task_getCurrent");
}

HIDDEN void acquired(void *lock) {
    if (__tsan_acquire) __tsan_acquire(lock);
}

HIDDEN void tried(void *lock, int is_ours) {
    if (is_ours) acquired(lock);
}

HIDDEN void releases(void *lock) {
    if (__tsan_release) __tsan_release(lock);
}

HIDDEN void awaits(void) {
    if (__tsan_acquire && current_task) __tsan_acquire(current_task());
}

// The stack is aligned at a call; r13 is kept, since Swift does not ask its callees to.
#define BEGIN(name) ".globl \"" name "\"\n.type \"" name "\",@function\n\"" name "\":\n push %rbp\n mov %rsp, %rbp\n"
#define SAVE " push %r13\n sub $8, %rsp\n"
#define END " mov -8(%rbp), %r13\n leave\n ret\n"

__asm__(".text\n"
        BEGIN(LOCK) SAVE " call *real_lock(%rip)\n mov -8(%rbp), %rdi\n call acquired\n" END
        BEGIN(TRY) SAVE " call *real_try(%rip)\n mov %rax, -16(%rbp)\n mov -8(%rbp), %rdi\n movzbl %al, %esi\n"
                        " call tried\n mov -16(%rbp), %rax\n" END
        BEGIN(UNLOCK) SAVE " mov %r13, %rdi\n call releases\n mov -8(%rbp), %r13\n call *real_unlock(%rip)\n" END
        // Goes on by a jump, as asynchronous functions do: its argument is in rdi, its context in r14.
        BEGIN(AWAIT) " push %rdi\n push %r14\n and $-16, %rsp\n call awaits\n"
                     " mov -8(%rbp), %rdi\n mov -16(%rbp), %r14\n leave\n jmp *real_await(%rip)\n");
