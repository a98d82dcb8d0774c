const os = require('node:os');

console.log(os.platform(), os.arch(), os.type(), os.release(), os.version(), os.machine(), os.endianness());
console.log(JSON.stringify(os.EOL), os.devNull, os.availableParallelism(), os.cpus().length, os.homedir());
console.log(`${os.platform}`, `${os.arch}`, +os.availableParallelism);
console.log(
  os.constants.signals.SIGKILL,
  os.constants.errno.ENOENT,
  os.constants.errno.EADDRINUSE,
  os.constants.priority.PRIORITY_LOW,
);
console.log(os.constants.UV_UDP_REUSEADDR, os.constants.dlopen.RTLD_LAZY, Object.isFrozen(os.constants.signals));
console.log(Object.keys(os.constants.signals).join(), os.userInfo().uid, Object.keys(os.userInfo()).sort().join());
process.env.TMPDIR = '/some/where/';
process.env.HOME = '/some/home';
console.log(os.tmpdir(), os.homedir());
for (const call of [
  () => os.getPriority('x'),
  () => os.getPriority(-1),
  () => os.setPriority(0, 99),
  () => os.userInfo(1),
]) {
  try {
    call();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
os.setPriority(5);
console.log(os.getPriority(), os.getPriority(process.pid));
