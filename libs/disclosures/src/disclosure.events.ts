/** Facts of disclosures of any kind of record; a capability says whom it tells of them. */
export const DISCLOSURE_EVENTS = { extended: 'disclosure.extended.v1' } as const;
