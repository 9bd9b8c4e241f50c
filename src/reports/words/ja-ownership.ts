/** The kinds of grounds, as src/assessment/owner/owner.ts names them, and headings. */
const words: Record<string, string> = {
  certificate: '証明書',
  configuration: '設定',
  'host name in records': '記録中のホスト名',
  'sign-in URL': 'サインイン URL',
  banner: 'バナー',
  'domain of its users': '利用者のドメイン',
  'network of its address': 'アドレスのネットワーク',
  Candidate: '候補',
  Ground: '根拠',
  'Offset, length': 'オフセット、長さ',
};

/** What src/artifacts/owner/configuration.ts calls what it finds. */
const named: Record<string, string> = {
  'The host name': 'ホスト名',
  'The DNS search list': 'DNS 検索リスト',
  "The web server's name": 'Web サーバー名',
  'The host name in an exported configuration': '設定の書き出しにあるホスト名',
  'The DNS domain in an exported configuration': '設定の書き出しにある DNS ドメイン',
  'A sign-in URL in an exported configuration': '設定の書き出しにあるサインイン URL',
  'A sign-in URL': 'サインイン URL',
  'A URL of the banner': 'バナーの URL',
  'The domain of a mail address of the banner': 'バナーのメールアドレスのドメイン',
};

const reasons: Record<string, string> = {
  'The factory-reset system has the same: it came with the product.':
    '工場出荷時系統に同じものがあり、製品に付属する。',
  'It is of a certificate authority, whose name is not that of the device.':
    '認証局のもので、その名は機器の所有者の名ではない。',
  'It names no host: it is of a person, a program or the product.':
    'ホスト名を含まず、個人、プログラムまたは製品のものである。',
  'It names hosts of the maker, or of nobody: it came with the product.':
    '製造元の、または誰のものでもないホスト名のみで、製品に付属する。',
};

const kindsText = (list: string): string =>
  list
    .split(', ')
    .map((kind) => words[kind] ?? kind)
    .join('、');

type Sentence = readonly [english: RegExp, said: (found: string[]) => string | undefined];

const sentences: readonly Sentence[] = [
  [/^Nothing in what was read says whose device it is\.$/, () => '読み取ったものの中に、所有者を示すものはない。'],
  [
    /^Consistent with (.{1,300}) by: ([a-zA-Z, -]+)\.$/,
    ([, who, kinds]) => `${who} と整合する(根拠：${kindsText(kinds!)})。`,
  ],
  [
    /^What was read does not say whose device it is; (.{1,300}) is only named in passing, by: ([a-zA-Z, -]+)\.$/,
    ([, who, kinds]) => `読み取ったものからは所有者は分からない。${who} の名が出るのみ(根拠：${kindsText(kinds!)})。`,
  ],
  [
    /^What was read does not tell these apart: (.{1,500})\.$/,
    ([, list]) => `読み取ったものからは次の候補を区別できない：${list}。`,
  ],
  [
    /^Stated to be of (.{1,200}) by (.{1,250}?\))\. (.*)$/,
    ([, organisation, by, rest]) => {
      const told = ownershipSentence(rest!);
      return told && `${by} によれば ${organisation} の機器である。${told}`;
    },
  ],
  [
    /^A certificate in (.{1,300}) is for (.{1,300}?)( of .{1,200}?)?(, which nobody else vouches for)?, valid from ([\d-]+) to ([\d-]+)\.$/,
    ([, where, hosts, of, alone, from, to]) =>
      `${where} の証明書は ${hosts}${of ? `(${of.slice(4)})` : ''} のもの${alone ? '(自己署名)' : ''}、有効期間 ${from} から ${to}。`,
  ],
  [
    /^((?:The|A) .{1,60}?) in (\/.{1,300}) is ([^ ]{1,253})\.$/,
    ([, what, where, value]) => named[what!] && `${where} の${named[what!]}は ${value}。`,
  ],
  [/^System snapshots name the node (\S+)\.$/, ([, node]) => `システムスナップショットのノード名は ${node}。`],
  [
    /^(\d+) records? of (\S+) logs name the node (\S+)\.$/,
    ([, n, source, node]) => `${source} ログの記録 ${n} 件でノード名は ${node}。`,
  ],
  [
    /^(\d+) requests? of (\S+) logs ask (\S+) for sign-in pages\.$/,
    ([, n, source, host]) => `${source} ログの要求 ${n} 件が ${host} のサインインページを求めている。`,
  ],
  [
    /^(\d+) accounts? that logged in (?:has its name|have their names) under (\S+)\.$/,
    ([, n, domain]) => `ログインしたアカウント ${n} 件の名前が ${domain} に属する。`,
  ],
  [
    /^(\S+), an address of the device by (.{1,300}), lies in the network (.{1,300}) \((.{1,200}) line (\d+)\)\.$/,
    ([, address, by, network, table, line]) =>
      `機器のアドレス ${address}(出所：${by})はネットワーク ${network} に属する(${table} ${line} 行目)。`,
  ],
  [/^(\d+) more grounds are in assessment\.json\.$/, ([, n]) => `ほか ${n} 件の根拠は assessment.json にある。`],
  [
    /^(\d+) more that were not counted are in assessment\.json\.$/,
    ([, n]) => `数えなかったほかの ${n} 件は assessment.json にある。`,
  ],
  [
    /^Not counted: Certificate of (.{1,300}) in (\/.{1,300}?)\. (It .{1,200}|The .{1,200})$/,
    ([, who, where, because]) => {
      const shared = /^It names hosts of (\d+) domains: many share it\.$/.exec(because!);
      const reason = shared ? `${shared[1]} 個のドメインのホスト名を含み、多数が共有する。` : reasons[because!];
      return reason && `数えず：${where} の ${who} の証明書。${reason}`;
    },
  ],
];

/** Whose device it is, in Japanese; nothing when the text is another. */
export function ownershipSentence(text: string): string | undefined {
  if (text.length > 1500) return undefined;
  if (Object.hasOwn(words, text)) return words[text];
  for (const [english, said] of sentences) {
    const found = english.exec(text);
    if (found) return said([...found]);
  }
  return undefined;
}
