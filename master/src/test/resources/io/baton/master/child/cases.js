// The cases of ChildProcessIT as Node has them: prints {"case": outcome, ...}.
'use strict';
const {spawn, exec, execFile, fork} = require('child_process');
const fs = require('fs');
const net = require('net');
const path = require('path');
const dir = process.argv[2];
const echo = path.join(__dirname, 'echo.js');

const ended = child => new Promise(resolve => {
  const events = [];
  let stdout = '';
  let stderr = '';
  if (child.stdout) child.stdout.on('data', d => { stdout += d; });
  if (child.stderr) child.stderr.on('data', d => { stderr += d; });
  child.on('error', e => { events.push(['error', e.code]); if (child.pid === undefined) resolve({events, stdout, stderr}); });
  child.on('exit', (code, signal) => events.push(['exit', code, signal]));
  child.on('close', (code, signal) => { events.push(['close', code, signal]); resolve({events, stdout, stderr}); });
});
const collected = (f, ...args) => new Promise(resolve => f(...args, (error, stdout, stderr) => resolve({
  error: error && {message: error.message, killed: error.killed === true, signal: error.signal || null,
    code: typeof error.code === 'number' ? error.code : null},
  stdout: stdout.length > 100 ? stdout.length : stdout, stderr})));
const thrown = f => { try { f(); return 'nothing'; } catch (e) { return 'thrown'; } };
const once = (emitter, event) => new Promise(resolve => emitter.once(event, (...args) => resolve(args)));
const messages = (child, count) => new Promise(resolve => {
  const all = [];
  child.on('message', m => { all.push(m); if (all.length === count) resolve(all); });
});

const cases = {
  arguments: () => ended(spawn('printf', ['%s|', 'a b', "it's", '*', '$HOME', 'é😀', '', '-n'])),
  'no shell': () => ended(spawn('echo $((1+2))')),
  shell: () => ended(spawn('echo $((1+2)) | tr 3 4', {shell: true})),
  'shell with arguments': () => ended(spawn('echo', ['a   b', '$((2+2))'], {shell: true})),
  'another shell': () => collected(exec, 'echo $0', {shell: '/bin/bash'}),
  'what a shell prints': () => collected(exec, 'echo out; echo err >&2'),
  'a shell that fails': () => collected(exec, 'echo out; echo bad >&2; exit 3'),
  'execFile has no shell': () => collected(execFile, 'echo', ['$HOME', '*']),
  'execFile of what is not there': () => ended(execFile('no-such-program', [], () => {})),
  'as much output as is taken': () => collected(exec, 'head -c 1048576 /dev/zero | tr "\\0" x'),
  'output over the limit': () => collected(exec, 'head -c 1048577 /dev/zero | tr "\\0" x'),
  'errors over a limit': () => collected(exec, 'echo 123456789 >&2; sleep 60', {maxBuffer: 5}),
  timeout: () => collected(exec, 'echo begun; sleep 60; echo done', {timeout: 300}),
  'timeout of a file': () => collected(execFile, 'sleep', ['60'], {timeout: 100, killSignal: 'SIGKILL'}),
  'timeout of a spawn': () => ended(spawn('sleep', ['60'], {timeout: 100})),
  'ended in time': () => collected(exec, 'echo done', {timeout: 60000}),
  'exit code': () => ended(spawn('sh', ['-c', 'exit 255'])),
  'exit code of more than a byte': () => ended(spawn('bash', ['-c', 'exit 256'])),
  'ended by a signal of its own': () => ended(spawn('sh', ['-c', 'kill -ABRT $$'])),
  kill: async () => {
    const child = spawn('sleep', ['60']);
    const before = [child.killed, child.kill(0), child.killed, child.kill(), child.killed];
    const end = await ended(child);
    return [before, child.kill(), end];
  },
  'kill with a signal': async () => {
    const child = spawn('sleep', ['60']);
    child.kill('SIGKILL');
    return ended(child);
  },
  cwd: () => ended(spawn('pwd', [], {cwd: '/usr'})),
  'cwd that is not there': () => ended(spawn('pwd', [], {cwd: '/no/such/directory'})),
  env: () => ended(spawn('/usr/bin/env', [], {env: {A: '1', 'B C': 'é=x'}})),
  'PATH of the child': () => ended(spawn('own', [], {env: {PATH: dir}})),
  'PATH without it': () => ended(spawn('ls', [], {env: {PATH: dir}})),
  'not executable': () => ended(spawn(path.join(dir, 'plain'))),
  'script without a first line': () => ended(spawn(path.join(dir, 'bare'), ['x'])),
  argv0: () => ended(spawn('cat', ['/proc/self/cmdline'], {argv0: 'zed'})),
  detached: async () => {
    const child = spawn('cat', ['/proc/self/stat'], {detached: true});
    const fields = (await ended(child)).stdout.split(' ');
    return [Number(fields[4]) === child.pid, Number(fields[5]) === child.pid];
  },
  'not detached': async () => {
    const own = fs.readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    const fields = (await ended(spawn('cat', ['/proc/self/stat']))).stdout.split(') ')[1].split(' ');
    return [fields[2] === own[2], fields[3] === own[3]];
  },
  'signals at their defaults': () => ended(spawn('grep', ['-E', 'SigBlk|SigIgn', '/proc/self/status']))
      // The C library has the signals from 32 on to itself.
      .then(end => end.stdout.match(/[0-9a-f]{16}/g).map(set => Number(BigInt('0x' + set) & 0x7fffffffn))),
  'no other descriptors': () => ended(spawn('sh', ['-c', 'echo /proc/$$/fd/*'], {argv0: 'sh'}))
      .then(end => end.stdout.trim().split(' ').map(f => path.basename(f)).filter(f => Number(f) < 10)),
  'stdio pipe': async () => {
    const child = spawn('cat');
    const end = ended(child);
    child.stdin.write('one ');
    child.stdin.end('two');
    return end;
  },
  'stdio ignore': async () => {
    const child = spawn('sh', ['-c', 'cat; x=$(readlink /proc/$$/fd/0 /proc/$$/fd/1); echo $x >&2'], {stdio: ['ignore', 'ignore', 'pipe']});
    return [child.stdin === null, child.stdout === null, (await ended(child)).stderr];
  },
  'stdio inherit': async () => {
    const child = spawn('readlink', ['/proc/self/fd/2'], {stdio: ['ignore', 'pipe', 'inherit']});
    return (await ended(child)).stdout.trim() === fs.readlinkSync('/proc/self/fd/2');
  },
  'stdio to a file': async () => {
    const log = fs.openSync(path.join(dir, 'node.log'), 'a');
    await ended(spawn('echo', ['one'], {stdio: ['ignore', log, log]}));
    await ended(spawn('echo', ['two'], {stdio: ['ignore', log, log]}));
    fs.closeSync(log);
    return fs.readFileSync(path.join(dir, 'node.log'), 'utf8');
  },
  'a grandchild holds the output': () => ended(spawn('sh', ['-c', 'exec 3<&0; (cat <&3; echo late) & exit 4'])),
  'a program that does not read its input': async () => {
    const child = spawn('true');
    const end = ended(child);
    await end;
    return new Promise(resolve => child.stdin.write('x', error => resolve(error ? 'failed' : 'written')));
  },
  'bad arguments': () => [thrown(() => spawn('')), thrown(() => spawn('echo', ['a\0b'])),
    thrown(() => spawn('echo', [], {timeout: -1})), thrown(() => exec('echo', {maxBuffer: -1}))],
  'sent before it is ready': async () => {
    const child = fork(echo);
    for (let i = 0; i < 3; i++) child.send({i});
    const all = await messages(child, 4);
    child.disconnect();
    await once(child, 'exit');
    return all;
  },
  'sent after the end': async () => {
    const child = fork(echo);
    const [up] = await once(child, 'message');
    child.disconnect();
    const connected = child.connected;
    const error = await new Promise(resolve => child.send('late', resolve));
    const [code] = await once(child, 'exit');
    const late = await new Promise(resolve => child.send('later', resolve));
    return [up, connected, error.code, code, late.code];
  },
  'what no message can be': async () => {
    const child = fork(echo);
    await once(child, 'message');
    const outcome = [thrown(() => child.send(() => {})), thrown(() => child.send(undefined))];
    child.disconnect();
    await once(child, 'exit');
    return outcome;
  },
  'events of a fork': async () => {
    const child = fork(echo);
    const events = [];
    await once(child, 'message');
    child.on('disconnect', () => events.push('disconnect'));
    child.on('exit', () => events.push('exit'));
    child.on('close', () => events.push('close'));
    child.kill();
    await once(child, 'close');
    return [events, child.connected];
  },
  'no channel': () => {
    const child = spawn('true');
    return [typeof child.send === 'function', child.connected];
  },
  'a connection sent twice': async () => {
    const child = fork(echo);
    const all = messages(child, 3);
    const server = net.createServer({pauseOnConnect: true}, connection => {
      child.send('first', connection);
      child.send('again', connection);
      server.close();
    }).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').resume());
    const outcome = await all;
    child.disconnect();
    await once(child, 'exit');
    return outcome;
  },
  'no descriptor left': async () => {
    const limited = ['--nofile=64', process.execPath, __filename, 'no descriptor left'];
    const {stdout} = await collected(execFile, 'prlimit', limited);
    return stdout.trim().split('\n').map(line => JSON.parse(line));
  },
  'variables of the channel': async () => {
    const child = fork(path.join(dir, 'variables.js'));
    return once(child, 'message');
  },
};

// In a process of its own, which cannot open anything then.
if (dir === 'no descriptor left') {
  try {
    for (;;) fs.openSync('/dev/null');
  } catch (full) {
    ended(spawn('true', [], {stdio: 'ignore'})).then(end => console.log(JSON.stringify(end.events[0])));
    ended(spawn('true')).then(end => console.log(JSON.stringify(end.events[0])));
  }
  return;
}

(async () => {
  const outcomes = {};
  for (const [name, run] of Object.entries(cases)) {
    outcomes[name] = await run();
  }
  console.log(JSON.stringify(outcomes));
})();
