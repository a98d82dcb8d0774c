#!/bin/sh
# Builds init.c for each processor that there is a compiler for and writes ../init-binary.ts.
set -eu
cd "$(dirname "$0")"
flags='-Os -static -nostdlib -nostartfiles -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables
  -fno-pic -fomit-frame-pointer -fcf-protection=none -Wall -Wextra -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,-z,norelro -Wl,-n -s'
out=../init-binary.ts
{
  echo '/**'
  echo ' * The programs that `init/build.sh` makes of `init/init.c`, one a processor, in base64.'
  echo ' * Generated. Do not edit.'
  echo ' */'
  echo 'export const INIT_BINARIES: Readonly<Record<string, string>> = {'
} > "$out.new"
for pair in x64:x86_64-linux-gnu-gcc arm64:aarch64-linux-gnu-gcc; do
  arch=${pair%%:*} compiler=${pair#*:}
  case $arch in x64) options=$flags ;; *) options=$(echo "$flags" | sed 's/-fcf-protection=none//') ;; esac
  # shellcheck disable=SC2086
  "$compiler" $options -o "init.$arch" init.c
  strip --remove-section=.comment --remove-section=.note.gnu.property "init.$arch" 2>/dev/null || true
  echo "  $arch:" >> "$out.new"
  base64 -w 100 "init.$arch" | sed "s/^/    '/; s/\$/' +/" | sed "\$s/ +\$/,/" >> "$out.new"
  wc -c "init.$arch" >&2
  rm "init.$arch"
done
echo '};' >> "$out.new"
mv "$out.new" "$out"
