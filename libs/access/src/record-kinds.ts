/** Kinds of protected record, as the visibility tables number them. A new kind adds its number here once, for good. */
export const RECORD_KIND = { report: 1 } as const;
export type RecordKind = keyof typeof RECORD_KIND;
