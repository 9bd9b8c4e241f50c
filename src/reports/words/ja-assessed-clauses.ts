import type { Sentence } from './ja-sentences.ts';

/*
 * What src/assessment says beyond the verdict, clause by clause: its statements are clauses joined by semicolons and full
 * stops, and each is translated by itself. A text of which one clause is not known stays English as a whole.
 */

const day = '(\\d{4}-\\d\\d-\\d\\d)';
const moment = '([0-9TZ:.-]{10,30})';
const names = '([^;]{1,200})';

/** Names of hypotheses, grades, kinds of evidence: words that stand alone in a cell or inside a clause. */
export const words: Readonly<Record<string, string>> = {
  'unknown actor': '未知の主体',
  opportunist: '便乗犯',
  insider: '内部者',
  'no intrusion': '侵入なし',
  nothing: 'なし',
  none: 'なし',
  yes: '可',
  'in part': '一部可',
  no: '不可',
  low: '低',
  medium: '中',
  high: '高',
  observed: '確認',
  likely: '可能性が高い',
  possible: '可能性あり',
  'not observed in what was read': '読み取った範囲では確認されず',
  'cannot be assessed': '評価できない',
  'logins of users, captured on the device': '機器上で取得された利用者のログイン情報',
  'data laid ready to be taken': '持ち出し用に置かれたデータ',
  'files of the device, read through a backdoor': 'バックドア経由で読まれた機器のファイル',
  'documents inside the network, fetched through the gateway': 'ゲートウェイ経由で取得された内部文書',
  'sessions of users taken over': '乗っ取られた利用者セッション',
  'the configuration, with the secrets it holds': '秘密情報を含む設定',
  'data that left the device': '機器から外に出たデータ',
  'live files': '現存ファイル',
  'earlier versions': '以前の版',
  'free space': '空き領域',
  logs: 'ログ',
  'access log': 'アクセスログ',
  'inode times': 'inode の時刻',
  'list of vendor files': 'ベンダーファイル一覧',
  memory: 'メモリ',
  firmware: 'ファームウェア',
  'techniques without a family': 'ファミリー不明の手法',
  'the time of the first compromise': '最初の侵害の時期',
  'backdoors of no known family': '既知のファミリーに属さないバックドア',
  'tools are shared and copied': 'ツールは共有・複製される',
  'logs or times were altered': 'ログまたは時刻の改変',
  'altered logs or times': 'ログまたは時刻の改変',
  'actions of an administrator': '管理者の操作',
  'holes that were open at the first sign': '最初の兆候の時点で開いていた脆弱性',
  'nothing of weight was found in what was read': '読み取った範囲で有意な検出なし',
  'no strong evidence of a compromise was found in what was read': '読み取った範囲で侵害の強い証拠なし',
  hypothesis: '仮説',
  weight: '重み',
  for: '支持',
  against: '反対',
  vulnerability: '脆弱性',
  in: '該当',
  'fixed in': '修正版',
  when: '時期',
  what: '対象',
  'how sure': '評価',
  because: '根拠',
  technique: '手法',
  'could be seen': '観測可否',
  through: '情報源',
};

/** `$1` stands as it is, `#1` is translated in its turn, `&1` is a list of names, `%1` a system of the device. */
export const clauses: readonly Sentence[] = [
  // Attribution.
  [
    /^Consistent with no known actor: there is nothing that one alone is known for$/,
    '既知のどの主体とも一致せず、ひとつの主体だけが知られるものもない',
  ],
  [new RegExp(`^Consistent with no known actor: there is ${names}$`), '既知のどの主体とも一致しない。あるのは &1'],
  [/^Consistent with an ([a-z]+) \((.+)\), with low confidence$/, '#1 に整合する(#2、確度：低)'],
  [
    /^Consistent with (.+), which both used (.+): the evidence does not tell between them, with (low|medium) confidence$/,
    '&1 に整合する。いずれも &2 を使い、証拠からは区別できない(確度：#3)',
  ],
  [/^Consistent with (.+), with (low|medium) confidence$/, '&1 に整合する(確度：#2)'],
  [
    /^would change if (\d+) of its families \((.+)\) were taken for it wrongly(, or if somebody else were shown to use them)?$/,
    'そのファミリーのうち $1 種(&2)の同定が誤りである場合、または他者による使用が示された場合には変わる',
  ],
  [
    /^would change if (.+) were taken for it wrongly(, or if somebody else were shown to use them)?$/,
    '&1 の同定が誤りである場合、または他者による使用が示された場合には変わる',
  ],
  [
    /^would change if a family of a known actor were found(, or somebody attributed it)?$/,
    '既知の主体のファミリーが見つかるか、帰属が公表されれば変わる',
  ],
  [
    /^would change if what was not seen held a backdoor, or a finding to review proved to be one$/,
    '見えなかった部分にバックドアがあるか、要確認の検出がそれと判明すれば変わる',
  ],
  [/^Not attributed by anybody, and not counted: (.+)$/, '公に帰属されておらず、数に入れないもの：&1'],
  [/^What there is of (.+) \((.+)\) is too little to name (?:it|either)$/, '&1 を示すもの(&2)は、名指すには足りない'],
  [
    /^Nothing strong enough to speak of an intruder was found in what was read$/,
    '読み取った範囲に、侵入者と言えるだけの強い証拠はない',
  ],
  [/^Nothing that calls for an intruder was found in what was read$/, '読み取った範囲に、侵入者を示すものはない'],
  [/^Family ([\w .-]+)$/, '$1'],
  [/^(\d+) more$/, 'ほか $1 件'],
  [/^(.+) \((-?[\d.]+)\)$/, '#1($2)'],
  [/^(.+) \(also (.+)\)$/, '#1(別名 $2)'],
  [
    /^Weights order the evidence by how telling it is, 10 for a family that one actor alone is known to use$/,
    '重みは証拠の決め手の度合いを表し、ひとつの主体だけが使うと知られるファミリーを 10 とする',
  ],
  [/^they are no probabilities$/, '確率ではない'],
  [/^Shared tools are no proof of who held them$/, '共通のツールは、使った者の証明にはならない'],
  [
    /^Left out one at a time, none of the (\d+) pieces of evidence changes the answer$/,
    '証拠 $1 件のどれをひとつ除いても、結論は変わらない',
  ],
  [/^Without "(.+)" the answer would be: (.+)$/, '「#1」を除くと結論は #2'],
  // Activity.
  [new RegExp(`^The first backdoor was in place by ${day}$`), '最初のバックドアは $1 までに置かれた'],
  [/^When the first backdoor came is not known$/, '最初のバックドアがいつ置かれたかは不明'],
  [
    /^at least one was there when the evidence ends, (\d+) days later$/,
    'その $1 日後、証拠の終わりの時点で少なくとも 1 つが残っていた',
  ],
  [/^the first removal came (\d+) days later$/, '最初の削除はその $1 日後'],
  [new RegExp(`^the last deed that is dated was not after ${day}$`), '日付の分かる最後の行為は $1 以前'],
  [
    new RegExp(`^what was removed went between ${moment} and ${moment}, (\\d+) days? before (".{1,200}" \\(.{10}\\))$`),
    '削除は $1 から $2 の間で、$4 の公表の $3 日前',
  ],
  [new RegExp(`^what was removed went between ${moment} and ${moment}$`), '削除は $1 から $2 の間'],
  [/^one device does not show why$/, '理由は 1 台だけでは分からない'],
  [
    /^No time of a compromise can be given: no strong evidence of one was found in what was read$/,
    '侵害の時期は示せない。読み取った範囲に侵害の強い証拠はない',
  ],
  // Exposure.
  [/^(\S+) was open to (CVE-[\w, -]+) when the evidence was taken$/, '証拠取得の時点で $1 には $2 があった'],
  [/^an earlier version on the device was open to (CVE-[\w, -]+)$/, '機器上の以前の版には $1 があった'],
  [
    /^the version without (CVE-[\w, -]+) was installed after the first sign of a compromise$/,
    '$1 のない版は、侵害の最初の兆候より後に導入された',
  ],
  [
    /^(\S+) has none of the vulnerabilities that the knowledge lists for this product$/,
    '$1 には、知識にあるこの製品の脆弱性はない',
  ],
  [/^Which hole was used is not shown by the version$/, 'どの脆弱性が使われたかは版からは分からない'],
  [/^No filesystem says when each version was installed$/, '各版の導入時期を示すファイルシステムはない'],
  [
    /^Cannot say to which vulnerabilities the device was open, because the product was not recognised$/,
    '製品を識別できず、どの脆弱性があったかは分からない',
  ],
  [
    /^Cannot say to which vulnerabilities the device was open, because its version is not known$/,
    '版が分からず、どの脆弱性があったかは分からない',
  ],
  [
    /^Cannot say to which vulnerabilities the device was open, because the knowledge lists none for this product$/,
    'この製品の脆弱性が知識になく、どの脆弱性があったかは分からない',
  ],
  [new RegExp(`^(\\S+) was in use from ${day} until ${day}$`), '$1 は $2 から $3 まで使用'],
  [new RegExp(`^(\\S+) was in use from ${day} on$`), '$1 は $2 から使用'],
  [new RegExp(`^(\\S+) was in use until ${day}$`), '$1 は $2 まで使用'],
  [/^(\S+) was in use at a time that is not known$/, '$1 の使用時期は不明'],
  [new RegExp(`^public since ${day}$`), '$1 に公表'],
  [/^day of publication not known$/, '公表日は不明'],
  [/^needs a session of an administrator$/, '管理者のセッションが必要'],
  [
    new RegExp(`^the first sign of a compromise \\(in place by ${day}\\) falls into this time, before it was public$`),
    '侵害の最初の兆候($1 までに存在)はこの期間にあり、公表前である',
  ],
  [
    new RegExp(`^the first sign of a compromise \\(in place by ${day}\\) falls into this time$`),
    '侵害の最初の兆候($1 までに存在)はこの期間にある',
  ],
  [/^still open when the evidence was taken$/, '証拠取得の時点でも開いていた'],
  [
    /^the fixed version was installed after the first sign, so what came before may have stayed$/,
    '修正版は最初の兆候の後に導入され、それ以前に入ったものが残り得る',
  ],
  [/^no version found that was in use has it \(([^)]{1,200})\)$/, '使用された版のいずれにも該当しない($1)'],
  [
    /^cannot be judged: a version is not written as the maker writes them$/,
    '版の書き方がメーカーのものと異なり、判断できない',
  ],
  [/^(current|rollback|shared|unknown|factory-reset) (\S+)$/, '%1 $2'],
  // Theft.
  [/^Observed: (.+)$/, '確認：#1'],
  [/^Likely: (.+)$/, '可能性が高い：#1'],
  [
    /^That data left the device was not observed in what was read: signs of theft are no proof of it$/,
    'データが機器から出たことは、読み取った範囲では確認されていない。窃取の兆候はその証明にはならない',
  ],
  [/^Nothing that was taken was observed in what was read$/, '読み取った範囲では、奪われたものは確認されていない'],
  [/^with the backdoors found it was possible$/, '見つかったバックドアにより可能ではあった'],
  [/^without logs most of it cannot be assessed$/, 'ログがないため、大半は評価できない'],
  [/^Stolen logins were found by their content \((.+)\)$/, '盗まれたログイン情報が内容から見つかった($1)'],
  [/^Something that records logins was in place \((.+)\)$/, 'ログイン情報を記録するものが置かれていた($1)'],
  [
    /^(\d+) files? of stolen logins, (\d+) of them deleted$/,
    '盗まれたログイン情報のファイル $1 個、うち $2 個は削除済み',
  ],
  [/^(\d+) files? of stolen logins$/, '盗まれたログイン情報のファイル $1 個'],
  [
    /^Programs that write to such files were found \((.+)\), the files were not$/,
    'そうしたファイルに書き込むプログラムは見つかったが($1)、ファイルは見つからない',
  ],
  [
    /^A page that reads files was in place \((.+)\) and was asked \((.+)\)$/,
    'ファイルを読むページが置かれ($1)、要求されていた($2)',
  ],
  [/^A page that reads files was in place \((.+)\)$/, 'ファイルを読むページが置かれていた($1)'],
  [/^that it was asked was not seen$/, '要求されたことは確認されていない'],
  [/^Nothing of it was found in what was read(, and no log was read)?$/, '読み取った範囲には見つからない'],
  [/^whoever used the backdoors could do it$/, 'バックドアを使った者には可能だった'],
  [/^No log in a format that is read was found$/, '読める形式のログは見つからない'],
  [/^Neither files nor (\d+) log records? tell of it$/, 'ファイルにもログ記録 $1 件にも現れない'],
  [/^No file tells of it$/, 'ファイルには現れない'],
  [/^Logs tell of it \((.+)\)$/, 'ログに現れる($1)'],
  [/^ordinary use leaves the same records$/, '通常の利用でも同じ記録が残る'],
  [
    /^Logs tell of answers far larger than a page usually gives$/,
    'ページの通常の大きさをはるかに超える応答がログにある',
  ],
  [
    /^Files of stolen logins were deleted while backdoors could hand them out$/,
    'バックドアから渡し得た間に、盗まれたログイン情報のファイルが削除された',
  ],
  [/^that they were handed out was not seen$/, '渡されたことは確認されていない'],
  [
    /^No backdoor and no login capture was found in what was read, so no account is listed$/,
    '読み取った範囲にバックドアもログイン情報の取得も見つからず、アカウントの一覧はない',
  ],
  [
    /^accounts\.csv lists (\d+) accounts? that logged in through the device while a backdoor or a login capture was in place, (\d+) of them while logins were captured: reset them$/,
    'accounts.csv には、バックドアまたはログイン情報の取得が置かれた間に機器経由でログインしたアカウント $1 件(うち $2 件は取得中)がある。再設定すること',
  ],
  [
    /^accounts\.csv lists (\d+) accounts? that logged in through the device while a backdoor or a login capture was in place: reset them$/,
    'accounts.csv には、バックドアまたはログイン情報の取得が置かれた間に機器経由でログインしたアカウント $1 件がある。再設定すること',
  ],
  [/^It knows only logins that the logs still tell of$/, '含まれるのは、ログに残るログインだけである'],
  [
    /^What the configuration keeps \(local accounts, bind passwords, shared secrets, private keys\) counts as read as well$/,
    '設定が保持するもの(ローカルアカウント、バインド用パスワード、共有秘密、秘密鍵)も読まれたものとみなす',
  ],
  [
    /^Which accounts passed the device cannot be said, because no log was read: reset all that may use it$/,
    'ログを読めなかったため、どのアカウントが機器を通ったかは言えない。利用し得るすべてを再設定すること',
  ],
  [/^The logs that were read tell of no login in that time$/, '読み取ったログには、その間のログインがない'],
  [/^a log that was cut or does not reach so far would not$/, '切り取られた、またはそこまで遡らないログには現れない'],
  // Visibility.
  [
    /^Each technique that was used on such devices, and the evidence that could have shown it$/,
    'この種の機器で使われた手法と、それを示し得た証拠',
  ],
  [/^What could not be seen is not excluded$/, '見えなかったものは否定されない'],
  [/^([a-z ]+): (yes|in part|no) from (\S+) to (\S+) \((.+)\)$/, '#1：#2、$3〜$4(#5)'],
  [/^([a-z ]+): (yes|in part|no) \((.+)\)$/, '#1：#2(#3)'],
  [/^as they were when the evidence was taken, (\d+) % of it read$/, '証拠取得時の状態、$1 % を読み取り'],
  [/^as they were when the evidence was taken$/, '証拠取得時の状態'],
  [/^as far as the journals reach back$/, 'ジャーナルが遡る範囲'],
  [/^what was not overwritten since, (\d+) % of it read$/, 'その後上書きされていないもの、$1 % を読み取り'],
  [/^what was not overwritten since$/, 'その後上書きされていないもの'],
  [/^as far as the logs reach, unless records were cut out$/, '記録が切り取られていない限り、ログが及ぶ範囲'],
  [
    /^as far as the access logs reach, if that kind of record was switched on$/,
    '記録が有効であれば、アクセスログが及ぶ範囲',
  ],
  [/^nothing is said of the time before and after$/, '前後の時期については何も言えない'],
  [/^inodes as the device wrote them$/, '機器が書いたままの inode'],
  [
    /^no inode of the device: a collected copy has the times of the collector$/,
    '機器の inode はない。収集された複製には収集者の時刻が付く',
  ],
  [/^files were compared with a list of what they should be$/, 'あるべき一覧とファイルを照合した'],
  [/^no list fits the version that was in use$/, '使用中の版に合う一覧がない'],
  [/^memory is not examined$/, 'メモリは調べない'],
  [/^boot images and firmware are read as bytes only$/, '起動イメージとファームウェアはバイト列としてのみ読む'],
  [/^no live file was there$/, '現存ファイルがない'],
  [/^no journal holds an earlier state$/, '以前の状態を持つジャーナルがない'],
  [/^the evidence holds no free space$/, '証拠に空き領域がない'],
  [/^no log in a format that is read$/, '読める形式のログがない'],
  [/^no access log was read$/, 'アクセスログは読み取っていない'],
];
