import { describe, expect, test } from 'vitest';
import { createEnvironmentRules } from '../../../host-bridge/capability/environment.ts';

const host = { PATH: '/host/bin', HOME: '/home/host', TOKEN: 's3cret', LANG: 'C.UTF-8', LD_PRELOAD: '/host.so' };
const rulesOf = (granted: string[]) => createEnvironmentRules(granted, host, '/usr/bin:/bin');
const childOf = (granted: string[], set: Record<string, string>) =>
  rulesOf(granted).forChild(Object.entries(set), '/work');

test('the guest sees the variables that the grant names, where the host has them', () => {
  expect({ ...rulesOf(['LANG', 'NOPE', '__proto__']).visible }).toEqual({ LANG: 'C.UTF-8' });
  expect({ ...rulesOf([]).visible }).toEqual({});
});

test('a child gets what the guest sets, and the host’s PATH', () => {
  const { variables, dropped } = childOf([], { A: '1', lower: 'x', B: '' });
  expect({ ...variables }).toEqual({ A: '1', lower: 'x', B: '', PATH: '/usr/bin:/bin' });
  expect(dropped).toEqual([]);
});

test('the guest’s PATH is never used', () => {
  expect(childOf(['PATH'], { PATH: '/evil' })).toMatchObject({
    variables: { PATH: '/usr/bin:/bin' },
    dropped: ['PATH'],
  });
  expect(childOf([], { Path: '/evil' })).toMatchObject({ variables: { PATH: '/usr/bin:/bin' }, dropped: ['Path'] });
  expect(childOf([], { PATH: '/host/bin' }).dropped).toEqual([]);
});

test('PWD is where the child is', () => {
  expect(childOf([], { PWD: '/evil' }).variables['PWD']).toBe('/work');
  expect(childOf([], {}).variables['PWD']).toBe(undefined);
});

describe('variables that make a program load or run something', () => {
  test.each(
    `LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES GCONV_PATH GLIBC_TUNABLES LOCPATH
     NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS npm_config_script_shell NPM_CONFIG_NODE_OPTIONS
     BASH_ENV ENV SHELLOPTS BASHOPTS PS4 PROMPT_COMMAND IFS CDPATH BASH_FUNC_ls%% SHELL HOME XDG_CONFIG_HOME
     PYTHONPATH PYTHONSTARTUP PYTHONHOME PYTHONINSPECT PERL5OPT PERL5LIB PERL5DB RUBYOPT RUBYLIB GEM_PATH
     GIT_SSH GIT_SSH_COMMAND GIT_EDITOR GIT_PAGER GIT_EXTERNAL_DIFF GIT_ASKPASS GIT_CONFIG_COUNT GIT_CONFIG_GLOBAL
     GIT_EXEC_PATH GIT_DIR GIT_PROXY_COMMAND GIT_TRACE EDITOR VISUAL PAGER LESSOPEN LESS MANPAGER BROWSER
     JAVA_TOOL_OPTIONS _JAVA_OPTIONS CLASSPATH MAKEFLAGS CC TAR_OPTIONS RUSTC_WRAPPER GOFLAGS DOTNET_STARTUP_HOOKS
     SSH_ASKPASS SSH_AUTH_SOCK RSYNC_RSH KUBECONFIG AWS_CONFIG_FILE OPENSSL_CONF GTK_MODULES`.split(/\s+/),
  )('%s is dropped unless the grant names it', (name) => {
    expect(childOf([], { [name]: 'x' })).toMatchObject({ dropped: [name] });
    expect(childOf([], { [name]: 'x' }).variables[name]).toBe(undefined);
    expect(childOf([name], { [name]: 'x' }).variables[name]).toBe('x');
  });

  test.each(
    `FOO TERM LANG LC_ALL TZ NODE_ENV NODE_DEBUG CI DEBUG PORT TMPDIR NO_COLOR FORCE_COLOR GIT_AUTHOR_NAME
     GIT_COMMITTER_DATE GIT_TERMINAL_PROMPT PYTHONUNBUFFERED PYTHONIOENCODING http_proxy USER LOGNAME`.split(/\s+/),
  )('%s is not', (name) => {
    expect(childOf([], { [name]: 'x' })).toMatchObject({ variables: { [name]: 'x' }, dropped: [] });
  });
});

test('names and values that no environment can hold are refused', () => {
  for (const [name, value] of [
    ['', 'x'],
    ['A=B', 'x'],
    ['A\0', 'x'],
    ['A', 'x\0LD_PRELOAD=y'],
  ] as const) {
    expect(() => rulesOf([]).forChild([[name, value]], '/')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
  }
});
