import type { CampaignConclusion, Confidence } from '../../model/index.ts';
import type { Language } from '../words/index.ts';

/** What a campaign page says of its own; sentences of the analysis stay as campaign.json has them. */
export interface CampaignWords {
  tag: Language;
  title: string;
  skip: string;
  contents: string;
  conclusions: Record<CampaignConclusion, string>;
  confidences: Record<Confidence, string>;
  headings: Record<
    | 'sure'
    | 'because'
    | 'limits'
    | 'change'
    | 'time'
    | 'waves'
    | 'clusters'
    | 'indicators'
    | 'victims'
    | 'gateways'
    | 'excluded'
    | 'notes',
    string
  >;
  columns: Record<
    | 'gateway'
    | 'owner'
    | 'country'
    | 'sector'
    | 'found'
    | 'first'
    | 'cleaned'
    | 'groups'
    | 'kind'
    | 'what'
    | 'owners'
    | 'category'
    | 'victims'
    | 'base'
    | 'p'
    | 'report'
    | 'hours'
    | 'bounds'
    | 'at'
    | 'reason',
    string
  >;
  timeLead: string;
  timeLabel: string;
  legend: string;
  nobody: string;
  still: string;
  noWave: string;
  noCluster: string;
  noIndicator: string;
  more: (n: number) => string;
  footer: (tool: string) => string;
}

const en: CampaignWords = {
  tag: 'en',
  title: 'campaign',
  skip: 'To the content',
  contents: 'Contents',
  conclusions: {
    campaign: 'Campaign',
    linked: 'Linked',
    'no-link-found': 'No link found',
    'cannot-be-said': 'Cannot be said',
  },
  confidences: { low: 'Low confidence', medium: 'Medium confidence', high: 'High confidence' },
  headings: {
    sure: 'How sure',
    because: 'It rests on',
    limits: 'What limits it',
    change: 'What would change it',
    time: 'Clean-ups over time',
    waves: 'Waves of clean-ups',
    clusters: 'Sets of tools',
    indicators: 'What gateways share',
    victims: 'Whom it hit',
    gateways: 'Gateways',
    excluded: 'Removals that do not count',
    notes: 'About the cases',
  },
  columns: {
    gateway: 'Gateway',
    owner: 'Owner',
    country: 'Country',
    sector: 'Sector',
    found: 'Found',
    first: 'First sign, by',
    cleaned: 'Cleaned, by',
    groups: 'Belongs to',
    kind: 'Kind',
    what: 'What is shared',
    owners: 'Owners',
    category: 'Category',
    victims: 'Victims',
    base: 'By the stated rate',
    p: 'p, adjusted',
    report: 'Public report',
    hours: 'Hours ahead',
    bounds: 'Bounds',
    at: 'When',
    reason: 'Why it does not count',
  },
  timeLead:
    'Every clean-up as one mark: what counts towards a wave is filled, what other reasons explain is hollow. Dashed lines are public reports.',
  timeLabel: 'Clean-ups of all gateways over time',
  legend: 'Shaded: waves that chance does not explain.',
  nobody: 'not known',
  still: 'still in place',
  noWave: 'No burst of clean-ups stands out from chance.',
  noCluster: 'No tools were found on more than one gateway.',
  noIndicator: 'Nothing is shared by two gateways.',
  more: (n) => `${n} more in campaign.json.`,
  footer: (tool) =>
    `Written by ${tool}. Everything on this page is in campaign.json. What is consistent with an actor is not proof of who it was.`,
};

const ja: CampaignWords = {
  tag: 'ja',
  title: 'キャンペーン分析',
  skip: '本文へ',
  contents: '目次',
  conclusions: {
    campaign: 'キャンペーン',
    linked: '関連あり',
    'no-link-found': '関連は見つからず',
    'cannot-be-said': '判断できない',
  },
  confidences: { low: '確度：低', medium: '確度：中', high: '確度：高' },
  headings: {
    sure: '確度',
    because: '根拠',
    limits: '制約',
    change: '結論を変えうるもの',
    time: '消去の時系列',
    waves: '一斉消去の波',
    clusters: 'ツールの組',
    indicators: '共通点',
    victims: '被害者',
    gateways: 'ゲートウェイ',
    excluded: '数えない消去',
    notes: '事案について',
  },
  columns: {
    gateway: 'ゲートウェイ',
    owner: '所有者',
    country: '国',
    sector: '業種',
    found: '検出',
    first: '最初の兆候（以前）',
    cleaned: '消去（以前）',
    groups: '属する組と波',
    kind: '種類',
    what: '共通点',
    owners: '所有者数',
    category: '分類',
    victims: '被害者数',
    base: '基準率による期待値',
    p: '補正済み p 値',
    report: '公表された報告',
    hours: '先行時間（時間）',
    bounds: '範囲',
    at: '時刻',
    reason: '数えない理由',
  },
  timeLead: '印は一件の消去を示す。塗りつぶしは波に数えるもの、白抜きはほかの理由で説明できるもの。破線は公表の日。',
  timeLabel: '全ゲートウェイの消去の時系列',
  legend: '網掛け：偶然では説明できない波。',
  nobody: '不明',
  still: '現存',
  noWave: '偶然を超える消去の集中は見られない。',
  noCluster: '二台以上で見つかったツールはない。',
  noIndicator: '二台以上に共通するものはない。',
  more: (n) => `ほか ${n} 件は campaign.json にある。`,
  footer: (tool) =>
    `${tool} による。このページの内容はすべて campaign.json にある。ある主体の特徴と一致することは、その主体の行為であることの証明ではない。`,
};

const catalogues: Record<Language, CampaignWords> = { en, ja };

export const campaignWords = (language: Language = 'en'): CampaignWords => catalogues[language];
