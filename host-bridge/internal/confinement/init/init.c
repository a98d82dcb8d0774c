/*
 * The first process of a confined child's process namespace (bwrap --as-pid-1). bubblewrap's own gives a shell's view of
 * the child: a status of 128 + n whether it was killed by n or exited with it, argv[0] that is the file, descendants
 * killed with it, pipes that bubblewrap keeps open, and no way to send it a signal. This one:
 *
 * - starts the command in a session of its own, with the argv[0] and PWD that it is to have, and with the descriptors
 *   from 3 on moved to 0 on (bubblewrap's monitor keeps its own 0, 1 and 2 open, and closes the rest);
 * - writes records of 8 bytes to the status pipe: a tag and a 32-bit number, little-endian:
 *     'E' errno   the command could not be executed
 *     'S' 0       it was executed, unless an 'E' came before: signals reach it from now on
 *     'X' status  it ended, with the status that wait(2) gives
 * - passes on the signals that come from outside of the namespace: n (1 to 31) to the command, 33 + n to its process
 *   group, 32 and 33 stand for SIGKILL and SIGSTOP, which no process can receive and pass on;
 * - reaps what is left behind, and ends when nothing is left.
 *
 * Arguments: status-fd, fd of this file, number of descriptors, PWD (empty: none), file, argv[0], arguments...
 * Built by build.sh without a C library: about a kilobyte.
 */

typedef unsigned long word;
typedef unsigned long long mask;

#if defined(__x86_64__)
enum { sys_write = 1, sys_close = 3, sys_sigprocmask = 14, sys_dup2 = 33, sys_fcntl = 72, sys_clone = 56, sys_execve = 59, sys_exit = 60,
       sys_wait4 = 61, sys_kill = 62, sys_setsid = 112, sys_sigtimedwait = 128, sys_close_range = 436 };
static long call(long number, word a, word b, word c, word d) {
  long result;
  register word r10 __asm__("r10") = d;
  register word r8 __asm__("r8") = 0;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return result;
}
static void move(int from, int to) { call(sys_dup2, from, to, 0, 0); }
__asm__(".globl _start\n_start:\n  mov %rsp, %rdi\n  and $-16, %rsp\n  call run\n");
#elif defined(__aarch64__)
enum { sys_dup3 = 24, sys_fcntl = 25, sys_close = 57, sys_write = 64, sys_exit = 93, sys_kill = 129, sys_sigprocmask = 135,
       sys_sigtimedwait = 137, sys_setsid = 157, sys_clone = 220, sys_execve = 221, sys_wait4 = 260,
       sys_close_range = 436 };
static long call(long number, word a, word b, word c, word d) {
  register word x8 __asm__("x8") = number;
  register word x0 __asm__("x0") = a;
  register word x1 __asm__("x1") = b;
  register word x2 __asm__("x2") = c;
  register word x3 __asm__("x3") = d;
  register word x4 __asm__("x4") = 0;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return (long)x0;
}
static void move(int from, int to) { call(sys_dup3, from, to, 0, 0); }
__asm__(".globl _start\n_start:\n  mov x0, sp\n  bl run\n");
#endif

enum { SIG_SETMASK = 2, SIGKILL = 9, SIGCHLD = 17, SIGSTOP = 19, WNOHANG = 1, F_SETFD = 2, FD_CLOEXEC = 1,
       CLONE_VFORK = 0x4000, ENOEXEC = 8, ECHILD = 10 };

/* The head of siginfo_t: the sender's pid is 0 when it is outside of the namespace. */
struct info { int signo, error, code, pad, pid, rest[27]; };
struct record { unsigned tag; int value; };

static void report(int fd, char tag, int value) {
  struct record record = { (unsigned)tag, value };
  call(sys_write, fd, (word)&record, sizeof record, 0);
}

static int number(const char *text) {
  int value = 0;
  while (*text) value = value * 10 + (*text++ - '0');
  return value;
}

/* bubblewrap puts a PWD into the environment: this gives it the value that it is to have, or takes it out. */
static void set_pwd(char **env, char *pwd) {
  char **to = env;
  for (char **from = env; *from; from++) {
    char *entry = *from;
    if (entry[0] == 'P' && entry[1] == 'W' && entry[2] == 'D' && entry[3] == '=') continue;
    *to++ = entry;
  }
  /* One entry at least was taken out, so there is room for one. */
  if (*pwd && *to) *to++ = pwd;
  *to = 0;
}

static void pass_on(int pid, int signal) {
  if (signal == 32) call(sys_kill, pid, SIGKILL, 0, 0);
  else if (signal == 33) call(sys_kill, pid, SIGSTOP, 0, 0);
  else if (signal > 33) call(sys_kill, -pid, signal - 33, 0, 0);
  else call(sys_kill, pid, signal, 0, 0);
}

/* Closes the descriptors from `first` on, but for the status pipe: also those that the host itself had inherited. */
static void close_from(unsigned first, unsigned status_fd) {
  if (call(sys_close_range, first, status_fd - 1, 0, 0) == 0) {
    call(sys_close_range, status_fd + 1, ~0U, 0, 0);
    return;
  }
  for (unsigned fd = first; fd < 1024; fd++) if (fd != status_fd) call(sys_close, fd, 0, 0, 0);
}

static void start(char **argv, char **env, int status_fd, int count) {
  mask none = 0;
  call(sys_setsid, 0, 0, 0, 0);
  call(sys_sigprocmask, SIG_SETMASK, (word)&none, 0, sizeof none);
  for (int fd = 0; fd < count; fd++) move(fd + 3, fd);
  close_from(count, status_fd);
  int error = -call(sys_execve, (word)argv[0], (word)(argv + 1), (word)env, 0);
  if (error == ENOEXEC) {
    /* As execvp(3): what is no program of the system is one of the shell's. */
    argv[1] = argv[0];
    argv[0] = (char *)"/bin/sh";
    error = -call(sys_execve, (word)argv[0], (word)argv, (word)env, 0);
  }
  report(status_fd, 'E', error);
  call(sys_exit, 127, 0, 0, 0);
}

void run(word *stack) {
  word argc = stack[0];
  char **argv = (char **)(stack + 1);
  char **env = argv + argc + 1;
  if (argc < 7) call(sys_exit, 125, 0, 0, 0);
  int status_fd = number(argv[1]);
  int count = number(argv[3]);
  call(sys_close, number(argv[2]), 0, 0, 0);
  call(sys_fcntl, status_fd, F_SETFD, FD_CLOEXEC, 0);
  set_pwd(env, argv[4]);

  mask all = ~0ULL;
  call(sys_sigprocmask, SIG_SETMASK, (word)&all, 0, sizeof all);
  /* The parent goes on when the child has executed the command, or has ended because it could not. */
  int pid = call(sys_clone, SIGCHLD | CLONE_VFORK, 0, 0, 0);
  if (pid == 0) start(argv + 5, env, status_fd, count);
  if (pid < 0) report(status_fd, 'E', -pid);
  report(status_fd, 'S', 0);
  if (pid < 0) call(sys_exit, 125, 0, 0, 0);
  close_from(0, status_fd);

  int alive = 1;
  for (;;) {
    struct info info;
    int signal = call(sys_sigtimedwait, (word)&all, (word)&info, 0, sizeof all);
    if (signal == SIGCHLD) {
      int status, ended;
      while ((ended = call(sys_wait4, -1, (word)&status, WNOHANG, 0)) > 0) {
        if (ended != pid) continue;
        alive = 0;
        report(status_fd, 'X', status);
      }
      if (ended == -ECHILD) call(sys_exit, 0, 0, 0, 0);
    } else if (signal > 0 && info.pid == 0 && (alive || signal > 33)) {
      pass_on(pid, signal);
    }
  }
}
