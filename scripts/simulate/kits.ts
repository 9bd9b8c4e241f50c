/**
 * What simulated intruders bring along. Families, their users and their techniques are the published ones
 * (content/stix/source.yaml, content/yara); rules, severity and confidence are those of this version's rules.
 */
import type { Confidence, Severity } from '../../src/model/index.ts';

/** A kind of implant and the finding that an examination makes of it. */
export interface Tool {
  /** Absent for what nobody named. */
  family?: string;
  rule: string;
  /** Where it stands; `#` becomes a number of the gateway's own. */
  path: string;
  title: string;
  techniques: string[];
  severity: Severity;
  confidence: Confidence;
  /** Stands on a filesystem in memory: gone after a start of the device. */
  volatile?: true;
  /** The vendor ships a file of this name: it was altered, and going means that it was put back. */
  altered?: true;
}

const root = '/home/webserver/htdocs/dana-na';

const tool = (
  family: string | undefined,
  rule: string,
  path: string,
  title: string,
  techniques: string,
  more: Partial<Tool> = {},
): Tool => ({
  ...(family !== undefined && { family }),
  rule,
  path,
  title,
  techniques: techniques.split(' '),
  severity: 'critical',
  confidence: 'high',
  ...more,
});

const medium = { severity: 'high', confidence: 'medium' } as const;

/** Tools of UNC2630 in both public reports of 2021. */
const unc2630: Tool[] = [
  tool(
    'ATRIUM',
    'atrium-parameter-command',
    `${root}/auth/compcheckresult.cgi`,
    'CGI runs a command from a request parameter',
    'T1505.003 T1059.004',
    { altered: true },
  ),
  tool(
    'SLIGHTPULSE',
    'slightpulse-dispatch',
    `${root}/meeting/meeting_testjs.cgi`,
    'CGI chooses an action by parameter',
    'T1505.003 T1059.004 T1074.001',
    { altered: true },
  ),
  tool(
    'PULSECHECK',
    'pulsecheck-header-command',
    `${root}/auth/secid_canceltoken.cgi`,
    'CGI runs a command from a request header',
    'T1505.003 T1059.004',
    { altered: true },
  ),
  tool(
    'RADIALPULSE',
    'radialpulse-credential-append',
    `${root}/auth/login.cgi`,
    'Login page appends names and passwords to a file',
    'T1056.003 T1554 T1074.001',
    { altered: true },
  ),
  tool(
    'SLOWPULSE',
    'slowpulse-detour-compare',
    '/home/lib/libdsplibs.so',
    'Library with a detour into a password check',
    'T1554 T1556.004',
    { ...medium, altered: true },
  ),
  tool(
    'THINBLOOD',
    'thinblood-log-editor',
    '/home/bin/dsclslog',
    'Program that cuts records out of logs',
    'T1070.001 T1070.002',
  ),
  tool(
    'PACEMAKER',
    'pacemaker-memory-reader',
    '/home/bin/memread',
    'Program that reads passwords from memory',
    'T1003.007 T1055.008',
  ),
  tool('BLOODMINE', 'bloodmine-log-reader', '/tmp/dsrlog', 'Program that reads the logs of logins', 'T1654 T1083', {
    volatile: true,
  }),
  tool(
    'BLOODBANK',
    'bloodbank-credential-parser',
    '/home/bin/dshelper',
    'Program that reads stored passwords',
    'T1003 T1552.001 T1005',
  ),
  tool(
    'CLEANPULSE',
    'cleanpulse-memory-patcher',
    '/home/bin/dslogpatch',
    'Program that stops log records in memory',
    'T1562.006 T1055.008',
  ),
  tool(
    'RAPIDPULSE',
    'rapidpulse-file-download',
    '/home/webserver/htdocs/dana/api/custom.cgi',
    'CGI reads any file for whoever asks',
    'T1505.003 T1005 T1140',
  ),
];

/** Tools of UNC2717 in the first public report of 2021. */
const unc2717: Tool[] = [
  tool(
    'HARDPULSE',
    'hardpulse-file-access',
    `${root}/auth/compcheckjs.cgi`,
    'CGI reads and writes any file',
    'T1505.003 T1105 T1005',
    { altered: true },
  ),
  tool(
    'QUIETPULSE',
    'quietpulse-socket-shell',
    '/home/bin/dsserver',
    'Daemon that opens a shell on a socket',
    'T1059.004 T1554',
    { altered: true },
  ),
  tool(
    'PULSEJUMP',
    'pulsejump-server-type-capture',
    '/home/perl/DSAuth.pm',
    'Module that writes down logins',
    'T1556 T1074.001',
    { altered: true },
  ),
];

/** Tools of UNC5221 and UNC5325 in the reports of 2024 and 2025; BUSHWALK is given to both. */
const bushwalk = tool(
  'BUSHWALK',
  'bushwalk-encrypted-command',
  `${root}/jam/querymanifest.cgi`,
  'CGI decrypts a command from the user agent',
  'T1505.003 T1140',
  { altered: true },
);
const later = (family: string, rule: string, path: string, techniques: string): Tool =>
  tool(family, rule, path, `What ${family} is known for`, techniques);
const unc5221: Tool[] = [
  later('ZIPLINE', 'zipline-upgrade-hook', '/home/lib/libsecure.so.1', 'T1554 T1071'),
  later('THINSPOOL', 'thinspool-dropper', '/tmp/sessionserver.sh', 'T1059.004 T1070.006'),
  later('LIGHTWIRE', 'lightwire-eval', `${root}/auth/compcheckresult.cgi`, 'T1505.003 T1140'),
  later('WIREFIRE', 'wirefire-gif-payload', '/home/venv3/lib/visits.py', 'T1505.003 T1132.001'),
  later('WARPWIRE', 'warpwire-login-capture', `${root}/auth/lastauthserverused.js`, 'T1056.003 T1048.003'),
  later('CHAINLINE', 'chainline-health-module', '/home/venv3/lib/health.py', 'T1505.003'),
  later('FRAMESTING', 'framesting-dsid-command', '/home/venv3/lib/category.py', 'T1505.003'),
  bushwalk,
];
const unc5325: Tool[] = [
  later('LITTLELAMB.WOOLTEA', 'littlelamb-wooltea-socket', '/home/runtime/lib/libaprhelper.so', 'T1554'),
  bushwalk,
];

/** What nobody attributed: families of the same months, and plain web shells of no family. */
const steadypulse = tool(
  'STEADYPULSE',
  'steadypulse-command-form',
  `${root}/licenseserver/licenseserverproto.cgi`,
  'CGI shows a form for commands',
  'T1505.003 T1059.004',
  { altered: true },
);
const lockpick = tool(
  'LOCKPICK',
  'lockpick-fixed-random',
  '/home/lib/libcrypto.so',
  'Random numbers from a fixed beginning',
  'T1554 T1600',
  { severity: 'medium', confidence: 'low', altered: true },
);
const plainShell = tool(
  undefined,
  'cgi-parameter-command',
  `${root}/css/ds#.cgi`,
  'CGI runs a command from a request parameter',
  'T1505.003 T1059.004',
  medium,
);
const plainUpload = tool(
  undefined,
  'cgi-parameter-file-access',
  `${root}/imgs/up#.cgi`,
  'CGI writes a file that the request names',
  'T1505.003 T1105',
  medium,
);
const volatileShell = tool(
  undefined,
  'cgi-parameter-command',
  '/tmp/.s#/index.cgi',
  'CGI runs a command from a request parameter',
  'T1505.003 T1059.004',
  { ...medium, volatile: true },
);

export interface Kit {
  /** What the truth calls the actor. */
  actor: string;
  /** The name that an attribution should give, or the kind of hypothesis. */
  answer: string;
  tools: Tool[];
  /** How many of them stand on one gateway, at least and at most. */
  carried: [least: number, most: number];
  /** Goes for some regions more than others; a missing region has the weight 0.15. */
  regions?: Record<string, number>;
  /** Shares builds of its implants with others; one made of what everybody downloads has the same everywhere. */
  common?: true;
}

export const kits = {
  UNC2630: { actor: 'UNC2630', answer: 'UNC2630', tools: unc2630, carried: [2, 5], regions: { 'North America': 1 } },
  UNC2717: { actor: 'UNC2717', answer: 'UNC2717', tools: unc2717, carried: [1, 3], regions: { Europe: 1 } },
  UNC5221: { actor: 'UNC5221', answer: 'UNC5221', tools: unc5221, carried: [2, 4] },
  UNC5325: { actor: 'UNC5325', answer: 'UNC5325', tools: unc5325, carried: [1, 2] },
  nameless: {
    actor: 'nameless',
    answer: 'unknown actor',
    tools: [steadypulse, lockpick, plainShell, plainUpload],
    carried: [1, 3],
  },
  borrower: {
    actor: 'borrower',
    answer: 'unknown actor',
    tools: [unc2630[2]!, unc2717[0]!, steadypulse, plainShell],
    carried: [2, 3],
  },
  opportunist: {
    actor: 'opportunist',
    answer: 'opportunist',
    tools: [plainShell, volatileShell],
    carried: [1, 2],
    common: true,
  },
} satisfies Record<string, Kit>;

export type KitName = keyof typeof kits;
