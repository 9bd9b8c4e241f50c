/** Rows of files.parquet: what the vendor laid down, and what of an implant the disk still tells. */
import { rowText } from '../../src/case/index.ts';
import type { Finding } from '../../src/model/index.ts';
import { digest } from './observe.ts';
import { type Gateway, instant } from './world.ts';

/** Files of the vendor that stand for all of them. */
const vendor = [
  '/home/VERSION',
  '/home/bin/dsserver',
  '/home/bin/dslogserver',
  '/home/bin/check_integrity.sh',
  '/home/lib/libdsplibs.so',
  '/home/lib/libcrypto.so',
  '/home/perl/DSAuth.pm',
  '/home/perl/DSUpgrade.pm',
  '/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi',
  '/home/webserver/htdocs/dana-na/auth/compcheckjs.cgi',
  '/home/webserver/htdocs/dana-na/auth/login.cgi',
  '/home/webserver/htdocs/dana-na/auth/secid_canceltoken.cgi',
  '/home/webserver/htdocs/dana-na/licenseserver/licenseserverproto.cgi',
  '/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi',
];

/** NDJSON, one row a line. Every gateway of a version has the same vendor files, unless something was altered. */
export function rowsOf({ versions, skew }: Gateway, findings: readonly Finding[]): string {
  const current = versions.at(-1)!;
  const installed = instant(current.installed + skew);
  const live = new Map(findings.filter((f) => f.state === 'live').map((f) => [f.subject.path, f]));
  const row = (
    path: string,
    sha256: string,
    size: number,
    changed: string,
    allocation: 'allocated' | 'deleted' | 'superseded',
  ) =>
    rowText(
      {
        locator: { evidence: '0', layers: ['gpt:2', 'ext4'], bytes: [] },
        path,
        kind: 'file',
        size,
        allocation,
        content: 'intact',
        times: { modified: changed, changed, born: changed },
        system: 'current',
        mode: 0o100755,
        uid: 0,
        gid: 0,
      },
      { hashes: { sha256 }, looked: 'read' },
    );
  const lines = vendor.map((path) => {
    const altered = live.get(path);
    return altered
      ? row(path, altered.subject.sha256!, altered.subject.size, altered.appeared?.notAfter ?? installed, 'allocated')
      : row(path, digest(`${path} of ${current.version}`), 4096, installed, 'allocated');
  });
  for (const { subject, appeared } of findings)
    if (
      subject.path !== undefined &&
      subject.sha256 !== undefined &&
      !(subject.allocation === 'allocated' && vendor.includes(subject.path))
    )
      lines.push(
        row(
          subject.path,
          subject.sha256,
          subject.size,
          appeared?.notAfter ?? installed,
          subject.allocation as 'allocated' | 'deleted' | 'superseded',
        ),
      );
  return lines.join('');
}
