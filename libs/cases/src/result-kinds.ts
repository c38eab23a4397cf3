/** What a result is counted in. The return counts these: a kind that it must count is added here, and none is renamed. */
export interface ResultKind {
  words: string;
  unit: 'people' | 'kg' | 'items' | 'GBP' | 'addresses';
  group: 'Arrests and charges' | 'Seizures' | 'Safeguarding' | 'Lines';
  /** The type must be said: which drug, which weapon. */
  type?: string;
  /** Amounts may have decimals. */
  weighed?: true;
  /** A value in pounds may be said beside the amount. */
  valued?: true;
}

const arrests = { unit: 'people', group: 'Arrests and charges' } as const;
const safe = { unit: 'people', group: 'Safeguarding' } as const;

export const RESULT_KINDS = {
  arrest: { words: 'Arrests', ...arrests },
  'line-holder-charged': { words: 'Line holders charged', ...arrests },
  charge: { words: 'People charged', ...arrests },
  drugs: { words: 'Drugs seized', unit: 'kg', group: 'Seizures', type: 'Which drug?', weighed: true, valued: true },
  cash: { words: 'Cash seized', unit: 'GBP', group: 'Seizures', weighed: true },
  weapons: { words: 'Weapons seized', unit: 'items', group: 'Seizures', type: 'Which type of weapon?' },
  firearms: { words: 'Firearms seized', unit: 'items', group: 'Seizures' },
  phones: { words: 'Phones seized', unit: 'items', group: 'Seizures' },
  'adults-engaged': { words: 'Vulnerable adults engaged', ...safe },
  'children-engaged': { words: 'Children engaged', ...safe },
  'cuckooed-addresses': { words: 'Cuckooed addresses visited', unit: 'addresses', group: 'Safeguarding' },
  'nrm-referrals': { words: 'National Referral Mechanism referrals', ...safe },
  'safeguarding-referrals': { words: 'Safeguarding referrals', ...safe },
} as const satisfies Record<string, ResultKind>;

export type ResultKindName = keyof typeof RESULT_KINDS;
export const RESULT_NAMES = Object.keys(RESULT_KINDS) as ResultKindName[];
export const resultKind = (name: string): ResultKind => RESULT_KINDS[name as ResultKindName];

/** "1.5 kg", "£2,400", "3 people". */
export function amountWords(kind: string, amount: number): string {
  const { unit } = resultKind(kind);
  const said = amount.toLocaleString('en-GB', { maximumFractionDigits: unit === 'GBP' ? 2 : 3 });
  if (unit === 'GBP') return `£${said}`;
  if (unit === 'kg') return `${said} kg`;
  const one = { people: 'person', items: 'item', addresses: 'address' }[unit];
  return `${said} ${amount === 1 ? one : unit}`;
}
