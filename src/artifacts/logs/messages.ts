/**
 * What a gateway's message codes mean, in our words: a record holds code and arguments only. `template` means that the
 * code's message template is public, `sample` that its text was seen in published logs, `name-only` that nothing but
 * the vendor's short name for it is known, so that the wording says no more than the name does.
 */
export type Basis = 'template' | 'sample' | 'name-only';

export interface MessageCode {
  category: string;
  basis: Basis;
  wording: string;
}

const t = 'template';
const s = 'sample';
const n = 'name-only';

const rows: readonly (readonly [code: string, category: string, basis: Basis, wording: string])[] = [
  ['AUT24326', 'Authenticate', t, 'authentication step succeeded'],
  ['AUT24327', 'Authenticate', t, 'authentication step failed'],
  ['AUT31504', 'Authenticate', s, 'browser login finished'],
  ['AUT24414', 'Authenticate', t, 'client login finished'],
  ['AUT23457', 'Authenticate', t, 'login refused'],
  ['AUT32033', 'Authenticate', s, 'session created'],
  ['AUT31829', 'Authenticate', n, 'session deleted'],
  ['AUT31951', 'Authenticate', n, 'session deleted, with reason'],
  ['AUT22673', 'Authenticate', t, 'logout'],
  ['AUT20914', 'Authenticate', t, 'session ended, longest duration reached'],
  ['AUT22886', 'Authenticate', t, 'session ended, idle (found by periodic check)'],
  ['AUT20915', 'Authenticate', t, 'session ended, idle (found on a request)'],
  ['AUT23574', 'Authenticate', t, 'earlier session dropped, same user logged in from another address'],
  ['AUT20919', 'Authenticate', t, 'client address changed within a session'],
  ['AUT20918', 'Authenticate', t, 'client address changed within a session, refused'],
  ['AUT31895', 'Authenticate', n, 'one-time password step bypassed'],
  ['AUT31760', 'Authenticate', n, 'first login of this user'],
  ['USR22898', 'UserChange', t, 'user changed own password'],
  ['AUT30684', 'AdminLogin', t, 'administrator authentication step succeeded'],
  ['AUT30685', 'AdminLogin', t, 'administrator authentication step failed'],
  ['AUT23458', 'AdminLogin', t, 'administrator login refused'],
  ['ADM22668', 'AdminChange', t, 'administrator login finished'],
  ['ADM22671', 'AdminLogin', t, 'administrator logout'],
  ['ADM22896', 'AdminLogin', t, 'administrator address changed within a session'],
  ['ADM24511', 'AdminLogin', t, 'recovery token for a super-administrator created at the console'],
  ['ADM23452', 'AdminLogin', t, 'super-administrator session opened with a recovery token'],
  ['ADM23453', 'AdminLogin', t, 'super-administrator recovery token refused'],
  ['AUT24412', 'AdminChange', t, 'administrator login over the SOAP interface'],
  ['ADM31274', 'AdminChange', n, 'login at the device console'],
  ['ADM31578', 'AdminChange', n, 'REST interface used'],
  ['ADM31716', 'AdminChange', n, 'REST configuration call, result'],
  ['ADM31705', 'AdminChange', n, "administrator's REST access changed"],
  ['ADM20716', 'AdminChange', t, 'local user added'],
  ['ADM22862', 'AdminChange', t, 'local user removed'],
  ['ADM31718', 'AdminChange', n, 'administrator account enabled'],
  ['ADM20599', 'AdminChange', t, 'log cleared by an administrator'],
  ['ADM20604', 'AdminChange', t, 'log category switched off'],
  ['ADM20603', 'AdminChange', t, 'log category switched on'],
  ['ADM20601', 'AdminChange', t, 'syslog server removed'],
  ['ADM20600', 'AdminChange', t, 'syslog server added'],
  ['SYS31048', 'SystemError', n, 'connection to syslog server broken'],
  ['SYS31415', 'SystemStatus', n, 'connection to syslog server restored'],
  ['SYS31437', 'SystemStatus', s, 'connection to peer succeeded'],
  ['SYS31439', 'SystemError', n, 'syslog connection error'],
  ['SYS23041', 'SystemStatus', t, 'log is nearly full'],
  ['SYS24348', 'SystemStatus', t, 'log is full, rolled over to its old file'],
  ['ARC22056', 'SystemStatus', t, 'log cleared after archiving'],
  ['ARC24533', 'SystemStatus', t, 'archive transferred'],
  ['SYS23048', 'SystemStatus', t, 'debug log cleared with a snapshot'],
  ['ADM23046', 'AdminChange', t, 'debug log switched on'],
  ['SYS32215', 'SystemStatus', n, 'log synchronisation between nodes switched off'],
  ['ADM20447', 'AdminChange', t, 'configuration exported'],
  ['ADM24205', 'AdminChange', t, 'configuration exported as XML'],
  ['ADM20456', 'AdminChange', t, 'configuration imported'],
  ['ADM24206', 'AdminChange', t, 'XML configuration imported'],
  ['ARC24423', 'AdminChange', t, 'local configuration backup saved'],
  ['ARC24424', 'AdminChange', t, 'local configuration backup restored'],
  ['ADM23193', 'AdminChange', t, 'custom sign-in page created'],
  ['ADM23195', 'AdminChange', t, 'custom sign-in page replaced'],
  ['ADM31438', 'AdminChange', n, 'system upgrade begins'],
  ['ADM30408', 'AdminChange', t, 'upgrade started through the management channel'],
  ['ADM31317', 'AdminChange', n, 'upgrade package invalid'],
  ['ADM20639', 'AdminChange', t, 'reboot requested by an administrator'],
  ['ADM20640', 'AdminChange', t, 'shutdown requested by an administrator'],
  ['ADM32111', 'AdminChange', n, 'rollback requested by an administrator'],
  ['SYS10298', 'SystemStatus', t, 'server reboot'],
  ['SYS24258', 'SystemStatus', t, 'server rollback'],
  ['SYS24259', 'SystemStatus', t, 'server factory reset'],
  ['SYS20412', 'SystemStatus', t, 'system software version starting'],
  ['SYS20413', 'SystemStatus', t, 'system software version started'],
  ['SYS10306', 'SystemStatus', t, 'service started'],
  ['SYS20470', 'SystemStatus', t, 'system snapshot begins'],
  ['SYS20471', 'SystemStatus', t, 'system snapshot completed'],
  ['SYS31013', 'SystemStatus', n, 'system snapshot deleted'],
  ['SYS30818', 'SystemStatus', t, 'process snapshot deleted'],
  ['ADM20448', 'AdminChange', t, 'snapshot exported by an administrator'],
  ['SYS32087', 'SystemStatus', s, 'built-in integrity scan started'],
  ['SYS32088', 'SystemStatus', s, 'built-in integrity scan finished'],
  ['SYS32100', 'SystemStatus', s, 'integrity scan: files that match'],
  ['SYS32039', 'SystemStatus', s, 'integrity scan: new files'],
  ['SYS32040', 'SystemStatus', n, 'integrity scan: modified files'],
  ['SYS32041', 'SystemStatus', n, 'integrity scan: manifest not found'],
  ['SYS32042', 'SystemStatus', n, 'integrity scan: manifest bad'],
  ['SYS32101', 'SystemStatus', n, 'external integrity scan started'],
  ['SYS32102', 'SystemStatus', n, 'external integrity scan finished'],
  ['ADM32090', 'AdminChange', n, 'integrity checker option changed'],
  ['ADM32093', 'AdminChange', n, 'periodic integrity scan setting changed'],
  ['ADM31999', 'AdminChange', n, 'manifest integrity setting changed'],
  ['ERR32031', 'SystemError', n, 'manifest check failed'],
  ['SYS31161', 'SystemError', n, 'file system integrity check failed'],
  ['AUT31556', 'UnauthenticatedRequest', s, 'unauthenticated web request'],
  ['AUT20920', 'ConnectRequest', t, 'connection not yet authenticated'],
  ['AUT24604', 'ConnectRequest', t, 'TLS negotiation failed'],
  ['WEB20174', 'WebRequest', t, 'web request through the gateway'],
  ['WEB32064', 'WebRequest', n, 'web bookmark opened'],
  ['WEB31809', 'WebRequest', n, 'address blocked'],
  ['SYS32026', 'SystemStatus', n, 'path traversal attempt'],
  ['AUT32204', 'UnauthenticatedRequest', n, 'malformed client protocol message before authentication'],
  ['FBR20503', 'FileRequest', t, 'file downloaded from a Windows share'],
  ['FBR24330', 'FileRequest', t, 'several files downloaded as one zip'],
  ['FBR20512', 'FileRequest', t, 'file uploaded to a Windows share'],
  ['FBR20499', 'FileRequest', t, 'listing a Windows share failed'],
  ['FBR20501', 'FileRequest', t, 'file deleted on a Windows share'],
  ['FBR32068', 'FileRequest', n, 'file bookmark opened'],
  ['NWC23464', 'NetworkConnect', t, 'VPN tunnel started'],
  ['NWC23465', 'NetworkConnect', t, 'VPN tunnel ended'],
  ['HFA31298', 'HTML5Acc', n, 'HTML5 connection opened'],
  ['ERR10073', 'SystemError', t, 'crash trace'],
  ['ERR31093', 'SystemError', n, 'program failure'],
  ['ERR20643', 'SystemError', t, 'watchdog restarts services'],
  ['ADM20655', 'AdminChange', t, 'time zone changed'],
  ['ADM20651', 'AdminChange', t, 'time server no longer used'],
  ['STS20641', 'Stat', t, 'statistic: concurrent users'],
  ['STS30667', 'Stat', t, 'statistic: second hourly counter'],
  ['SYS32083', 'SystemStatus', s, 'session database usage'],
];

/** The codes that matter to an examination. */
export const messageCodes: ReadonlyMap<string, MessageCode> = new Map(
  rows.map(([code, category, basis, wording]) => [code, { category, basis, wording }]),
);

/** One line for people: our wording and the raw arguments, or the code and the raw arguments: `values` from `from` to before `to`. */
export function messageOf(code: string, values: readonly string[], from = 0, to: number = values.length): string {
  const known = messageCodes.get(code);
  let text = known ? (known.basis === n ? `${code} ${known.wording}` : known.wording) : code;
  let separator = ': ';
  const end = Math.min(values.length, to);
  for (let i = from; i < end; i++) {
    if (values[i] === '') continue;
    text += separator + values[i]!;
    separator = ', ';
  }
  return text;
}
