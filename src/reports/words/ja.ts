import type { Dating } from '../../model/told.ts';
import { intervalText } from '../times.ts';
import { assessed } from './ja-assessed.ts';
import { sentence, systems } from './ja-sentences.ts';
import { steps } from './ja-steps.ts';
import type { Words } from './words.ts';

const list = (names: readonly string[]): string => names.join('、');

/** The report in Japanese. */
export const ja: Words = {
  tag: 'ja',
  stop: '。',
  stays:
    '検出事項の題名と説明、および証拠に由来する文字列は、ルールと証拠にある英語のまま示す。翻訳のない文も英語のまま示す。',
  sentence,
  assessedText: assessed,
  statement({ conclusion, confidence, limitedBy, statement }, { basis, gone, both, review, families }) {
    const sure = `(確度: ${ja.confidences[confidence]})`;
    const more = families.length - 4;
    const consistent =
      families.length > 0 ? `${list(families.slice(0, 4))}${more > 0 ? ` ほか ${more} 種` : ''}の特徴と一致する。` : '';
    const rest = review > 0 ? `ほかに要確認 ${review} 件。` : '';
    switch (conclusion) {
      case 'compromised':
        return `侵害あり${sure}: 現存 ${basis} 件${gone > 0 ? `、削除または復元済み ${gone} 件` : ''}。${consistent}${rest}`;
      case 'compromised-then-cleaned':
        return `侵害あり、その後に除去${sure}: 削除または復元済み ${both} 件。${consistent}${rest}`;
      case 'suspected':
        return `侵害の疑い: 要確認 ${basis} 件。単独で侵害と言える強い証拠はない。${consistent}`;
      case 'inconclusive':
        return '判定不能: 読み取った範囲では何も見つからなかったが、読めた量が少なく、結論を出せない。';
      case 'no-evidence-found':
        return `読み取った範囲では侵害の証拠なし。確認できなかったことが ${limitedBy.length} 点ある。`;
      default:
        return statement;
    }
  },

  conclusions: {
    compromised: '侵害あり',
    'compromised-then-cleaned': '侵害あり、その後に除去',
    suspected: '侵害の疑い',
    inconclusive: '判定不能',
    'no-evidence-found': '読み取った範囲では侵害の証拠なし',
  },
  confidences: { low: '低', medium: '中', high: '高' },
  severities: { informational: '情報', low: '低', medium: '中', high: '高', critical: '緊急' },
  states: { live: '現存', removed: '削除済み', reverted: '復元済み', edited: '改変', inferred: '推定' },
  stateMeanings: {
    live: '証拠の取得時に存在したファイル',
    removed: '削除されたファイル。名前、inode、または内容のいずれかが証拠に残る',
    reverted: '改変され、のちに元へ戻されたファイル。ここに示すのは、ジャーナルや古いブロックから分かる改変時の内容',
    edited: '一部が切り取られた、または書き換えられたファイル。ここに示すのは以前の内容',
    inferred: 'そのものは見えず、痕跡だけが見えたもの',
  },
  allocations: {
    allocated: '現存するファイル',
    superseded: '現存するファイルの以前の版',
    deleted: '名前または inode が残る削除済みファイル',
    orphan: 'プログラムが開いたまま削除されたファイル',
    unallocated: '空き領域にある、名前のないバイト列',
    slack: 'ファイル末尾のブロックの余り(スラック)にあるバイト列',
  },
  contents: { intact: '内容は完全', partial: '内容の一部のみ残る', lost: '内容は失われている' },
  systems,
  sources: {
    yara: 'YARA ルール',
    hash: 'ハッシュ一覧',
    name: 'ファイル名',
    path: 'パスの指標',
    stix: 'STIX 指標',
    sigma: 'Sigma ルール',
    builtin: '組み込みの検査',
  },
  abouts: { compromise: '侵害', removal: '消去', tampering: '改竄', exposure: '露出', lead: '手掛かり' },
  spaces: {
    allocated: '現存ファイル',
    superseded: 'ファイルの以前の版',
    deleted: '削除済みファイル',
    orphan: '開いたまま削除されたファイル',
    unallocated: '空き領域',
    slack: 'ファイル末尾のスラック',
    metadata: 'ジャーナルとメタデータ',
  },
  fileTimes: { modified: '更新', changed: '変更(メタデータ)', born: '作成', deleted: '削除' },

  confidenceText(conclusion, confidence) {
    const word = ja.confidences[confidence];
    if (conclusion === 'no-evidence-found')
      return `${word}。「ない」という結果の確かさは、読み取れた範囲で決まる。確認できなかったことを下に示す。`;
    if (conclusion === 'inconclusive') return `${word}。結論を出すには、読めた量が足りない。`;
    if (conclusion === 'suspected') return `${word}。単独でそれ以上を言える検出事項はない。`;
    return `${word}。根拠のうち最も強い検出事項の確度による。`;
  },
  weight: ({ severity, confidence }) => `深刻度 ${ja.severities[severity]}、確度 ${ja.confidences[confidence]}`,
  rule: ({ id, source, version }) => `${ja.sources[source] ?? source} ${id}${version ? `(版 ${version})` : ''}`,
  seenAs: ({ subject }) => `${ja.allocations[subject.allocation]}。${ja.contents[subject.content]}。`,
  attribution({ family, actors }) {
    const used = actors.length > 0 ? `公表資料では ${list(actors)} が使用` : undefined;
    if (family) return `${family} の特徴と一致する${used ? `。${used}` : ''}。`;
    return used ? `この種のものは、${used}。` : undefined;
  },
  host: ({ title, version, build }) => [title, version, build && `build ${build}`].filter(Boolean).join(' '),

  between: (from, to) => `${from} から ${to} までの間`,
  sameDay: (day, from, to) => `${day} ${from} から ${to} までの間`,
  notBefore: (time) => `${time} 以降`,
  notAfter: (time) => `${time} 以前`,
  since({ since, undatedSince }) {
    const when = intervalText(since, ja);
    if (when === undefined) return '出現した時刻は分からない。';
    return `${when}。${undatedSince > 0 ? `ほかに時刻不明 ${undatedSince} 件。` : ''}`;
  },
  until({ live, gone, removed, dated }: Dating) {
    const parts: string[] = [];
    if (live > 0) parts.push(`${live} 件は証拠の取得時に現存。`);
    if (gone > 0) {
      const when = intervalText(removed, ja) ?? '時刻不明';
      parts.push(
        dated > 0 && dated < gone
          ? `${gone} 件は削除または復元済み。うち ${dated} 件は ${when}、残りの正確な時刻は不明。`
          : `${gone} 件は削除または復元済み(${when})。`,
      );
    }
    return parts.join('') || '終わりの時刻を示すものはない。';
  },
  steps,

  kinds: {
    compromise: {
      title: '侵害の証拠',
      lead: '侵入者が機器に置き、または残すもの: バックドア、ツール、窃取した情報。いずれも確度は中以上。',
    },
    traces: {
      title: '改竄・消去・露出',
      lead: '記録やファイルに加えられた操作と、晒されていたもの。これだけではバックドアの証明にならない。',
    },
    review: {
      title: '要確認',
      lead: '手掛かりと弱い一致。いずれも侵害を意味せず、正当な原因があり得る。',
    },
  },
  topics: {
    files: { title: 'ファイルとその時刻', lead: 'ファイル、inode、ジャーナルに基づく。' },
    logs: { title: '機器自身のログ', lead: 'ログそのものから分かる、記録の切り取り・置き換え・欠落。' },
    witness: { title: '第三者の記録との照合', lead: '別の機器の記録に残り、機器のログからは失われているもの。' },
    integrity: { title: '完全性', lead: 'あるべきファイルの一覧との照合と、ベンダーの検査ツールの結果。' },
    snapshots: { title: 'システムスナップショット', lead: 'スナップショット間でのファイルとプログラムの一覧の差。' },
    requests: {
      title: '要求とセッション',
      lead: 'ログのイベントから分かること。Sigma ルールと、全イベントに対する問い合わせ。',
    },
    indicators: {
      title: '公表された指標',
      lead: '公表された名前、パス、ハッシュ。名前だけではほとんど何も証明しない。',
    },
  },
  lanes: { compromise: '侵害の証拠', use: 'ログに残る使用', traces: '改竄と消去', review: '要確認' },
  timeline: {
    title: '時系列',
    label: '各検出事項の出現と消失の時刻。同じ時刻を各項目にも記す',
    lead: '時刻は機器自身の時計による UTC。',
    key: { live: '現存', changed: '復元済み・改変', gone: '削除済み・推定' },
    legend: '濃い帯: 確実に存在。薄い帯: この間に出現または消失。点線: 不明。縦線: この時までに消失。',
    disclosures: '破線: この種の侵入に関する公表',
    undrawn: (n) => `ほかに ${n} 件は図示していない。`,
    appeared: (interval) => `出現 ${interval}`,
    removed: (interval) => `消失 ${interval}`,
  },
  assessed: {
    attribution: '手口が一致する既知の主体',
    exposure: '悪用可能だった脆弱性',
    theft: '窃取の評価',
    activity: '侵害の期間',
    visibility: '観測可能だった範囲',
    ownership: '機器の所有者',
    accounts: '再設定すべきアカウント',
  },
  page: {
    name: '調査報告書',
    skip: '検出事項へ移動',
    contents: '目次',
    howSure: '確度',
    since: '開始',
    until: '終了',
    scope: '範囲',
    notSeen: '確認できなかったこと',
    noLimit: '既知の制約はない。',
    next: '次に行うこと',
    findings: '検出事項',
    none: '読み取った範囲では見つからなかった。',
  },
  footer: (tool) =>
    `${tool} が作成。この文書は実行時刻を含まず、同じ証拠、ルール、版からは同じ文書ができる。作成の日時と場所は case.json と ledger.jsonl に、すべての検出事項は findings.jsonl に、ファイルは files.parquet に、イベントは timeline.parquet にある。`,
  omission: (shown, all) =>
    `全 ${all} 件の検出事項のうち、種類ごとに強いものから ${shown} 件を詳しく示し、残りは一行で示す。全件は findings.jsonl にある。`,
  listedOnly: (n) => `ほか ${n} 件(一行表示)`,
  more: (n) => `ほか ${n} 件`,
  alike: (n) => `同種 ${n} 件`,
  shownOf: (shown, total) => `全 ${total} 件のうち ${shown} 件を詳しく示す。`,
  columns: {
    state: '状態',
    family: 'ファミリー',
    path: 'パス',
    appeared: '出現 (UTC)',
    removed: '消失 (UTC)',
    title: '内容',
    system: '系統',
    version: '版',
    layers: '所在',
    basis: '根拠',
    detector: '検出器',
    evidence: '証拠',
    content: 'ルールの版',
    looked: '検査',
    skipped: '対象外',
    timedOut: '中断',
    space: '領域',
    entries: '件数',
    present: '存在量',
    read: '読取量',
    share: '読取率',
    notRead: '未読',
    log: '記録',
    says: '遡れる範囲',
    where: '場所',
    why: '理由',
    offset: 'オフセット',
    hex: '16 進',
    length: '長さ',
    list: '一覧',
    same: '一致',
    changed: '相違',
    added: '追加',
    missing: '欠落',
    notJudged: '判定なし',
    note: '備考',
  },
  finding: {
    seenAs: '見え方',
    where: '所在',
    times: 'ファイルの時刻',
    attribution: '帰属',
    techniques: '技術',
    rule: 'ルール',
    weight: '重み',
    subject: '対象',
    noName: '名前不明',
    nameNotKnown: '名前は分からない。',
    unnamed: '名前なし',
    bytes: '根拠となるバイト列',
    nothingStored: 'ここには何も保存されていない。',
    unlisted: 'コマンドなし: この証拠は事案の一覧にない。',
    badName: 'コマンドなし: 証拠のファイル名に、安全に写せない文字が含まれる。',
    inode: (n) => `inode ${n}`,
    bytesLong: (n) => `${n} バイト`,
    also: 'ほかに:',
    alsoMore: (n) => `、ほか ${n} 件`,
    otherPlaces: (n) => `ほかの ${n} か所`,
    morePlaces: (n) => `ほか ${n} か所は findings.jsonl にある。`,
    moreRanges: (n) => `ほか ${n} 区間は findings.jsonl にある。`,
    rangesAlike: (n) => `ほか ${n} 区間も同じ方法で切り出せる。`,
    expects: (sha256) => `上の SHA-256(${sha256.slice(0, 16)}…)が表示される。`,
    cut: (records) => `切り取られた記録とその位置(${records} 件)`,
    differs: (removed, added) => `見つかった版から現在の版まで: ${removed} 行が消え、${added} 行が加わった`,
    moreLines: (n) => `ほか ${n} 行は findings.jsonl にある。`,
    inLayers: (layers) => `(${layers})`,
  },
  device: {
    title: '機器',
    lead: '機器自身のファイルから分かる範囲。',
    product: '製品',
    name: '名前',
    zone: '時間帯',
    sure: (confidence) => `確度 ${ja.confidences[confidence]}`,
    knownFrom: '根拠',
    unknownVersion: '不明',
  },
  evidence: {
    title: '証拠',
    lead: '読み取り専用で開いた。確認するには、SHA-256 をここに記す値と比べる。',
    name: '名前',
    kind: '種類',
    acquired: '取得',
    stated: '申告値',
    ofList: '(名前とハッシュの一覧に対する値)',
    notCompared: '照合していない',
    equal: '計算値と一致',
    different: '計算値と異なる',
    kinds: { image: 'イメージ', file: 'ファイル', archive: 'アーカイブ', directory: 'ディレクトリ' },
    size: (bytes, text) => `${bytes} バイト(${text})`,
    witness: '、別の機器が保管した記録',
  },
  coverage: {
    title: '読み取った範囲',
    lead: '領域の種類ごとに存在したバイト数と、そのうち読み取って検査したバイト数。',
    nothing: '何も読み取れなかった。',
    none: 'なし',
    recognised: '認識した形式',
    spans: '記録が遡れる範囲',
    spansLead: 'ジャーナルやログに「ない」ことは、それが覆う期間についてのみ意味を持つ。',
    spansLabel: '各ジャーナルとログが覆う期間。同じ時刻を下の表にも記す',
    details: '文による説明',
    compared: '照合した一覧',
    comparedLead: 'ファイル数で示す。一覧にないものは内容だけで判断する。',
    unknown: '不明',
    under: '未満',
    moreSpans: (n) => `ほか ${n} 件は下の表にある。`,
    to: (from, to) => `${from} から ${to}`,
  },
  unread: {
    title: '読み取れなかったもの',
    lead: '損傷は不正の証拠ではなく、ここからは何も結論しない。',
    none: '読み取りに失敗した箇所はない。そもそも存在しなかった種類の証拠は「確認できなかったこと」に示す。',
    evidence: '証拠',
    structure: '構造',
    lead2: (stretches) => `${stretches} か所。バイト数の多い順。`,
    listed: (n) => `ここには ${n} か所を示す。全件は coverage.json にある。`,
    more: (n) => `ほか ${n} か所は coverage.json にある。`,
  },
  methods: {
    title: '方法と版',
    lead: '',
    tool: 'ツール',
    content: 'ルール',
    commands:
      'コマンドには GNU dd と coreutils が要る。証拠のあるフォルダーで実行する。オフセットと長さは証拠ファイルそのもののバイト数なので、他のツールでも同じバイト列を読める。',
    ledger:
      '事案の台帳はこの文書のハッシュを含むため、台帳の最後のハッシュをこの文書に載せることはできない。`afterimage verify` が連鎖を検査し、その値を表示する。',
    version: (version) => `版 ${version}`,
  },
};
