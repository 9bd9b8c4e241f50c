export { indicatorDetector } from './detector.ts';
export { readIndicatorFiles } from './files.ts';
export type { Indicator, IndicatorFile, Unusable } from './indicator.ts';
export { type IndicatorSet, kindOfIndicator, type LoadedIndicators, loadIndicators } from './load.ts';
export { galaxiesOf, mispEvents } from './misp.ts';
export { plainText } from './plain-text.ts';
export { type Loose, stixObjects } from './stix-bundle.ts';
