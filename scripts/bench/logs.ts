import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Lines of each kind of log. */
const LINES = 250_000;

/** Small numbers that are the same on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

type Line = (seconds: number, next: (below: number) => number) => string;

const user = (next: (below: number) => number): string => `user${next(900)}`;
const address = (next: (below: number) => number): string => `198.51.100.${next(250)}`;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
const local = (seconds: number): string => iso(seconds).slice(0, 19).replace('T', ' ');
const short = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  return `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${iso(seconds).slice(11, 19)}`;
};

/** One kind of line for each format that real evidence is made of, invented, with documentation addresses. */
const kinds: Record<string, Line> = {
  'relay.log': (s, n) =>
    `${iso(s).slice(0, 19)}+00:00 relay1 PulseSecure: id=firewall time="${local(s)}" pri=6 fw=192.0.2.1 vpn=gw1 ivs=Default Network user=${user(n)} realm="Users" roles="Staff" proto=auth src=${address(n)} dst= dstname= type=vpn op= arg="" result= sent= rcvd= agent="Mozilla/5.0" duration= msg="AUT24326: Primary authentication successful for ${user(n)}/Auth from ${address(n)}"`,
  'export.access': (s, n) =>
    `${local(s)} - gw1 - [${address(n)}] Root::${user(n)}(Users)[Staff] - Primary authentication successful for ${user(n)}/Auth from ${address(n)}`,
  'auth.log': (s, n) =>
    `${short(s)} gw1 sshd[${1000 + n(9000)}]: ${n(3) > 0 ? 'Accepted' : 'Failed'} password for ${user(n)} from ${address(n)} port ${1024 + n(60_000)} ssh2`,
  messages: (s, n) => `${short(s)} gw1 systemd[1]: Started session ${n(99_999)} of user ${user(n)}.`,
  'access.log': (s, n) => {
    const date = new Date(s * 1000);
    return `${address(n)} - - [${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${iso(s).slice(11, 19)} +0000] "GET /dana-na/auth/url_default/welcome.cgi?p=${n(1000)} HTTP/1.1" 200 ${n(90_000)} "-" "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"`;
  },
  'audit.log': (s, n) =>
    `type=SYSCALL msg=audit(${s}.${String(n(1000)).padStart(3, '0')}:${n(1_000_000)}): arch=c000003e syscall=59 success=yes exit=0 a0=55d0 a1=55d1 a2=55d2 a3=8 items=2 ppid=${n(9999)} pid=${n(9999)} auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm="ls" exe="/usr/bin/ls" key=(null)`,
  debuglog: (s, n) => `${local(s)} dsstatsd(${n(9999)}) info: heartbeat ${n(100_000)} from ${address(n)}`,
};

/** A folder of gzipped logs of every text format, made once: two rotated parts of each, so that cores can share them. */
export function logFolder(folder: string): string {
  const made = join(folder, 'logs');
  if (existsSync(made)) return made;
  mkdirSync(made, { recursive: true });
  for (const [name, line] of Object.entries(kinds))
    for (const part of [1, 2]) {
      const next = numbers(part);
      let seconds = 1_618_358_400 - part * LINES;
      const lines: string[] = [];
      for (let i = 0; i < LINES / 2; i++) lines.push(line((seconds += next(3)), next));
      writeFileSync(join(made, `${name}.${part}.gz`), gzipSync(`${lines.join('\n')}\n`));
    }
  return made;
}

/** A folder with one log: the relay's lines again and again, some two gigabytes of text. */
export function largeLog(folder: string, from: string): string {
  const made = join(folder, 'large-log');
  if (existsSync(made)) return made;
  mkdirSync(made, { recursive: true });
  const once = readFileSync(join(from, 'relay.log.1.gz'));
  for (let i = 0; i < 40; i++) appendFileSync(join(made, 'relay.log.gz'), once);
  return made;
}
