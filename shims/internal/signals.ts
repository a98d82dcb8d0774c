/** The signals of Linux on x64 and arm64, in the order of `os.constants.signals`: name and number. */
const TABLE =
  'SIGHUP 1 SIGINT 2 SIGQUIT 3 SIGILL 4 SIGTRAP 5 SIGABRT 6 SIGIOT 6 SIGBUS 7 SIGFPE 8 SIGKILL 9 SIGUSR1 10 SIGSEGV 11 ' +
  'SIGUSR2 12 SIGPIPE 13 SIGALRM 14 SIGTERM 15 SIGCHLD 17 SIGSTKFLT 16 SIGCONT 18 SIGSTOP 19 SIGTSTP 20 SIGTTIN 21 ' +
  'SIGTTOU 22 SIGURG 23 SIGXCPU 24 SIGXFSZ 25 SIGVTALRM 26 SIGPROF 27 SIGWINCH 28 SIGIO 29 SIGPOLL 29 SIGPWR 30 SIGSYS 31';

let table: Readonly<Record<string, number>> | undefined;

/** The numbers of the signals by name (`os.constants.signals`); no prototype. */
export function signalNumbers(): Readonly<Record<string, number>> {
  if (table === undefined) {
    const numbers: Record<string, number> = Object.create(null);
    const words = TABLE.split(' ');
    for (let i = 0; i < words.length; i += 2) numbers[words[i]!] = Number(words[i + 1]);
    table = numbers;
  }
  return table;
}
