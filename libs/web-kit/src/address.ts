/** What a page's address asks for: the named parameters that are given, trimmed; others are left alone, and one given twice is an error. */
export function askedIn<Name extends string>(
  query: Record<string, unknown>,
  names: readonly Name[],
): { given: Partial<Record<Name, string>>; errors: Record<string, string> } {
  const given: Partial<Record<Name, string>> = {};
  const errors: Record<string, string> = {};
  for (const name of names) {
    const value = query[name];
    if (Array.isArray(value))
      errors[name] = `${name.charAt(0).toUpperCase()}${name.slice(1)} is in the address more than once`;
    else if (typeof value === 'string' && value.trim() !== '') given[name] = value.trim();
  }
  return { given, errors };
}
