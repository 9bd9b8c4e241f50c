import type { PackWords } from './pack-words.ts';

/** The words of a notice in Japanese. */
export const packJa: PackWords = {
  title: {
    compromised: '侵入に関する通知',
    'compromised-then-cleaned': '侵入後に何者かが痕跡を消去した機器に関する通知',
    suspected: '侵入の疑いに関する通知',
    inconclusive: '結論に至らなかった調査の結果',
    'no-evidence-found': '調査の結果',
  },
  clearTitle: 'リモートアクセスゲートウェイへの侵入：確認すべき事項',
  facts: { to: '宛先', devices: '対象機器', product: '製品', basis: '宛先の根拠' },
  ownerBy: (kind, by) =>
    kind === 'stated'
      ? `所有者一覧：${by}`
      : kind === 'leading'
        ? `機器自身の記録。${by} 送付前に必ず確認すること。`
        : `なし。所有者は特定できない。${by}`,
  ownerUnknown: '機器の所有者',
  parts: {
    short: '要旨',
    found: '検出事項',
    when: '時期',
    taken: '窃取された可能性のあるもの',
    steps: '実施事項(この順に)',
    indicators: '侵害指標',
    unseen: '確認できなかったこと',
    actors: '手口が一致する既知の主体',
    open: '悪用可能だった脆弱性',
    made: '作成方法',
    handling: '共有できる範囲',
  },
  columns: {
    device: '機器',
    state: '状態',
    family: 'ファミリー',
    path: 'パス',
    appeared: '出現(UTC)',
    removed: '削除(UTC)',
    type: '種類',
    value: '値',
    note: '対象',
    what: '項目',
    sure: '確度',
    because: '理由',
    techniques: 'ATT&CK',
    evidence: '証拠',
  },
  more: (n) => `ほか ${n} 件は調査記録(case)にある。`,
  tampering: (n) =>
    `ログまたは時刻の改変を示す痕跡も ${n} 件見つかった。その期間について、機器自身の記録は信頼できない。`,
  accounts: (n) => `再設定すべきアカウント ${n} 件を同梱の accounts.csv に示す。個人データを含む。`,
  indicatorsLead: 'これらの機器で見つかったもので、ほかの機器でも探すことができる。',
  indicatorsFile: '同梱の indicators.csv は機械処理用である。',
  noIndicators: 'ほかの機器で探せるファイルは見つからなかった。',
  update: (versions) => ({
    what: `公表済みの脆弱性がない版に更新する${versions.length > 0 ? `(${versions.join('、')} 以降)` : ''}。`,
    how: '必ず保全と再構築の後に行う。更新しても侵入者は排除されず、証拠を失うおそれがある。',
  }),
  answer: {
    what: '確認した結果を、この通知の送付元に知らせる。',
    how: '何も見つからなかった場合も同様。法令上必要な報告は、国の CERT と法務担当に確認する。',
  },
  share: {
    what: '運用中のすべてのゲートウェイで侵害指標を探す。',
    how: '現存ファイルだけでなくディスク全体を対象とする。ここに挙げたものは、すでに消されているおそれがある。',
  },
  made: (tool, content) => `${tool}(検出内容 ${content})により、次の証拠から作成した。`,
  check: '各検出事項の根拠となるバイトのオフセットと長さは調査記録(case)にあり、ほかのツールでも検証できる。',
  handling: {
    amber:
      'TLP:AMBER(FIRST、TLP 2.0)：自組織とその顧客のうち、自らを守るために知る必要のある者に限り共有できる。それ以外には共有しない。',
    clear: 'TLP:CLEAR(FIRST、TLP 2.0)：著作権に従い、自由に共有できる。',
  },
  clear: {
    short: (product) =>
      `${product} でバックドアが見つかった。この通知は、見つかったものと確認すべき事項を示す。被害者の名は含まない。`,
    unnamed: (n) => `公表されたファミリーに属さないプログラム ${n} 件`,
    firstBy: (day) => `最初のバックドアは ${day} までに置かれた。`,
    firstBetween: (from, to) => `最初のバックドアは ${from} から ${to} までの間に置かれた。`,
    cleaned: (from, to) => (from === to ? `痕跡は ${from} に消された。` : `痕跡は ${from} から ${to} までに消された。`),
    still: '証拠の取得時に、まだ残っていたバックドアがある。',
    undated: '時期は示せない。',
    actors: (names, confidence) =>
      `${names.join('または')} と整合する(確度：${confidence})。ツールは共有・複製されるため、誰が使ったかの証明ではない。`,
    noActor: '見つかったものは、既知の主体を示さない。',
    versions: (list) => `版：${list.join('、')}。`,
    open: (list) => `開いていた公表済みの脆弱性：${list.join('、')}。どれが使われたかは、版からは分からない。`,
    unseen: (list) => `この調査では、次のものを示し得る証拠がなかった：${list.join('、')}。`,
    unseenAnyway: '見つからなかったことは、なかったことを意味しない。何も見つからなくても安全とは言えない。',
    withoutNames: '被害者を示し得る名前、アドレス、利用者、パス、ハッシュは除いた。',
  },
};
