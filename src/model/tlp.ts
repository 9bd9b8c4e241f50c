/** Labels of the Traffic Light Protocol 2.0 (FIRST), from the widest to the narrowest. */
export const tlps = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof tlps)[number];

/** A case tells of a victim, so nothing wider is assumed. */
export const usualTlp: Tlp = 'amber';

/** `TLP:AMBER+STRICT`, as the protocol writes it. */
export const tlpName = (tlp: Tlp): string => `TLP:${tlp.toUpperCase()}`;
