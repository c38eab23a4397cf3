/** Empty text is no text: columns hold words or null. */
export const blankToNull = (text: string | null | undefined): string | null => (text?.trim() ? text : null);

export const isId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
