import type { SystemRole } from '../../model/index.ts';

/** A sentence that the case holds in English, and how it is said in Japanese: `$1` is what stood at the first group. */
export type Sentence = readonly [english: RegExp, japanese: string];

/** The systems of a device, for sentences that name one. */
export const systems: Record<SystemRole, string> = {
  current: '現行系統',
  rollback: 'ロールバック系統',
  'factory-reset': '工場出荷時系統',
  shared: '各系統の共有領域',
  unknown: '系統不明',
};

const time = '([0-9TZ:. UC-]{10,40})';

/** What was not seen, as src/assessment/coverage.ts says it. */
const limits: readonly Sentence[] = [
  [
    /^Needed and missing: a source that remembers\. The evidence has no log that is read, no journal and no free space, so what was removed before it was collected could not be seen; hand over the logs of the device, or images of its disks\.$/,
    '必要だが欠けているもの：過去を記録する情報源。この証拠には読めるログもジャーナルも空き領域もなく、収集前に消されたものは見えない。機器のログ、またはディスクイメージを渡すこと。',
  ],
  [
    /^(\d+) entr(?:y|ies) could not be matched against the rules, or not in the time allowed, and counts? as not looked at\.$/,
    '$1 件はルールと照合できず、または時間内に終わらず、未検査として扱う。',
  ],
  [
    /^(\d+) rules? or indicators? that (?:was|were) handed over (?:was|were) not used, so what (?:it describes|they describe) was not looked for; ledger\.jsonl says why\.$/,
    '渡されたルールまたは指標のうち $1 件は使われず、その内容は検査していない。理由は ledger.jsonl にある。',
  ],
  [
    /^The product was not recognised, so what should be on the device is not known\.$/,
    '製品を識別できず、機器に何があるべきかは分からない。',
  ],
  [
    /^No rollback and no factory-reset system was found in this evidence; an older backdoor can survive there\.$/,
    'ロールバック系統と工場出荷時系統はこの証拠に見つからない。古いバックドアがそこに残り得る。',
  ],
  [
    /^No rollback system was found in this evidence; an older backdoor can survive there\.$/,
    'ロールバック系統はこの証拠に見つからない。古いバックドアがそこに残り得る。',
  ],
  [
    /^No factory-reset system was found in this evidence; an older backdoor can survive there\.$/,
    '工場出荷時系統はこの証拠に見つからない。古いバックドアがそこに残り得る。',
  ],
  [
    /^The evidence holds no free space: files deleted before it was collected cannot be seen in it\.$/,
    '証拠に空き領域が含まれない。収集前に削除されたファイルは確認できない。',
  ],
  [
    /^No log in a format that is read was found: what happened is known from files alone\.$/,
    '読める形式のログは見つからない。何が起きたかは、ファイルだけから分かる。',
  ],
  [
    /^(\d+) log files? with (\d+) records were read; what they do not tell means something only for the times they cover, which coverage\.json lists\.$/,
    'ログ $1 個、記録 $2 件を読み取った。ログに「ない」ことは、それが覆う期間についてのみ意味を持つ(期間は coverage.json)。',
  ],
  [
    /^Vendor files were held against the device's own manifest only, which whoever changed a file can rewrite; no baseline of this version was compared\.$/,
    'ベンダーのファイルは装置自身のマニフェストとのみ照合した。ファイルを改変した者はマニフェストも書き換えられる。この版の基準一覧との照合はしていない。',
  ],
  [
    /^No baseline of this version was compared: a changed vendor file is found only by what it contains\.$/,
    'この版の基準一覧との照合はしていない。改変されたベンダーのファイルは、内容からのみ見つかる。',
  ],
  [
    /^Memory was not examined: an implant that lives in memory alone leaves nothing here\.$/,
    'メモリは調べていない。メモリ上にのみ存在するバックドアは、ここに痕跡を残さない。',
  ],
  [
    /^No journal could be read: of files removed or put back only what they left in free space can be known\.$/,
    'ジャーナルを読めなかった。削除または復元されたファイルは、空き領域に残ったものだけが分かる。',
  ],
  [
    /^The journals hold no earlier states: of files removed or put back only what they left in free space can be known\.$/,
    'ジャーナルに以前の状態は残っていない。削除または復元されたファイルは、空き領域に残ったものだけが分かる。',
  ],
  [
    new RegExp(
      `^The journal reaches back to ${time}; what was removed or put back before is known only by what it left behind\\.$`,
    ),
    'ジャーナルは $1 まで遡る。それ以前の削除や復元は、残った痕跡からのみ分かる。',
  ],
  [
    new RegExp(
      `^The journals reach back to between ${time} and ${time}, volume by volume; what was removed or put back before is known only by what it left behind\\.$`,
    ),
    'ジャーナルが遡れるのは、ボリュームにより $1 から $2 まで。それ以前の削除や復元は、残った痕跡からのみ分かる。',
  ],
  [
    /^(\d+) more stretches could not be read; coverage\.json lists them\.$/,
    'ほか $1 か所が読み取れなかった。一覧は coverage.json にある。',
  ],
  [
    /^The device's own manifest on the ([a-z-]+) system was not used: (\d+) of the (\d+) listed files that were found have another content, as when the list is of another version\.$/,
    '機器自身のマニフェスト(%1)は使わなかった。見つかった $3 個のうち $2 個の内容が異なり、別の版の一覧とみられる。',
  ],
];

/** The bases of dates, as src/assessment/dating.ts says them. */
const bases: readonly Sentence[] = [
  [new RegExp(`^Its inode was born at ${time}\\.$`), 'inode の作成は $1。'],
  [
    new RegExp(`^The inode that holds it was last changed at ${time} \\(ctime\\)\\.$`),
    'これを保持する inode の最終変更は $1(ctime)。',
  ],
  [
    new RegExp(`^Its inode was still changed at ${time} \\(ctime\\)\\.$`),
    'inode は $1 にもまだ変更されている(ctime)。',
  ],
  [
    new RegExp(`^Transaction (\\d+), committed at ${time}, already records it\\.$`),
    '$2 に確定したトランザクション $1 が、すでにこれを記録している。',
  ],
  [
    new RegExp(`^Transaction (\\d+), committed at ${time}, is the first that records it\\.$`),
    '$2 に確定したトランザクション $1 が、これを最初に記録している。',
  ],
  [
    new RegExp(`^Transaction (\\d+), committed at ${time}, still records it\\.$`),
    '$2 に確定したトランザクション $1 は、まだこれを記録している。',
  ],
  [
    new RegExp(`^Transaction (\\d+), committed at ${time}, still records the version before it\\.$`),
    '$2 に確定したトランザクション $1 は、まだ一つ前の版を記録している。',
  ],
  [
    new RegExp(`^Its content was replaced in transaction (\\d+), committed at ${time}\\.$`),
    '$2 に確定したトランザクション $1 で内容が置き換えられた。',
  ],
  [
    new RegExp(`^It was emptied in transaction (\\d+), committed at ${time}\\.$`),
    '$2 に確定したトランザクション $1 で空にされた。',
  ],
  [
    new RegExp(`^It was unlinked in transaction (\\d+), committed at ${time}\\.$`),
    '$2 に確定したトランザクション $1 で削除された。',
  ],
  [
    new RegExp(`^Its inode was given to another file in transaction (\\d+), committed at ${time}\\.$`),
    '$2 に確定したトランザクション $1 で、inode が別のファイルに割り当てられた。',
  ],
  [
    new RegExp(
      `^(?:Its content was replaced|It was emptied|It was unlinked|An earlier version was replaced|The version before it was replaced) in transaction (\\d+); transaction (\\d+), committed at ${time}, came before it \\(less (\\d+) seconds, since the next one opens while one is written\\)\\.$`,
    ),
    '変化はトランザクション $1 で起き、直前のトランザクション $2 の確定は $3($4 秒を差し引く。書き込み中に次が開くため)。',
  ],
  [
    new RegExp(`^Transaction (\\d+), committed at ${time}, records a later version of the same inode\\.$`),
    '$2 に確定したトランザクション $1 が、同じ inode の後の版を記録している。',
  ],
  [
    new RegExp(
      `^Transaction (\\d+), committed at ${time}, records a later version of the same path \\(inode (\\d+)\\)\\.$`,
    ),
    '$2 に確定したトランザクション $1 が、同じパスの後の版(inode $3)を記録している。',
  ],
  [
    new RegExp(`^A later version under the same inode was last changed at ${time} \\(ctime\\)\\.$`),
    '同じ inode の後の版の最終変更は $1(ctime)。',
  ],
  [
    new RegExp(`^A later version under the same path \\(inode (\\d+)\\) was last changed at ${time} \\(ctime\\)\\.$`),
    '同じパスの後の版(inode $1)の最終変更は $2(ctime)。',
  ],
];

/** Scope and coverage. */
const others: readonly Sentence[] = [
  [/^(.{0,300}): (\d+) entr(?:y|ies), ([\d.]+ \w+) of ([\d.]+ \w+) read$/, '$1: $2 件、$4 のうち $3 を読み取り'],
  [
    new RegExp(
      `^The journal tells of (\\d+) transactions from ${time} to ${time}; what was removed or replaced before is known only by what it left behind\\.$`,
    ),
    '$2 から $3 までのトランザクション $1 件を含む。それ以前の削除や置き換えは、残った痕跡からのみ分かる。',
  ],
  [
    new RegExp(
      `^The journal tells of (\\d+) transactions from ${time} to ${time}; (\\d+) in between have been overwritten; what was removed or replaced before is known only by what it left behind\\.$`,
    ),
    '$2 から $3 までのトランザクション $1 件を含む(途中の $4 件は上書き済み)。それ以前の削除や置き換えは、残った痕跡からのみ分かる。',
  ],
];

const sentences = [...limits, ...bases, ...others];

/** A sentence of the case in Japanese; nothing when it is not one of ours, such as a reason that a parser gives. */
export function sentence(text: string): string | undefined {
  if (text.length > 600) return undefined;
  for (const [english, japanese] of sentences) {
    const found = english.exec(text);
    if (!found) continue;
    return japanese.replace(/([$%])(\d)/g, (_, sign: string, n: string) => {
      const piece = found[Number(n)] ?? '';
      return sign === '%' ? (systems[piece as keyof typeof systems] ?? piece) : piece;
    });
  }
  return undefined;
}
