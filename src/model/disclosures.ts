/** Days on which reports about intrusions into these gateways came out, as `reported` in content/indicators/source.yaml. */
export const disclosures: readonly string[] = [
  '2021-04-20',
  '2021-05-27',
  '2024-01-11',
  '2024-01-31',
  '2024-02-27',
  '2024-04-04',
  '2025-01-08',
  '2025-02-20',
  '2025-03-28',
  '2025-04-03',
];
