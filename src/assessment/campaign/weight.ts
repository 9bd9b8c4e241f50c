import { confidences, type Sighting, severities } from '../../model/index.ts';

const atLeast = (sighting: Sighting, severity: (typeof severities)[number]): boolean =>
  severities.indexOf(sighting.severity) >= severities.indexOf(severity);

/** Speaks of an intruder's tool, surely enough to compare gateways by it. */
export const isTelling = (sighting: Sighting): boolean =>
  sighting.about === 'compromise' &&
  atLeast(sighting, 'high') &&
  confidences.indexOf(sighting.confidence) > confidences.indexOf('low');

export const isGone = ({ state }: Sighting): boolean => state === 'removed' || state === 'reverted';
