/** A posted form as the input classes want it: numbers as numbers, one ticked box as a list, no roles as none. */
export function accountFields(body: Record<string, unknown> | undefined): Record<string, unknown> {
  const { clearance, version, roles, rolesShown, ...rest } = body ?? {};
  return {
    ...rest,
    ...(clearance === undefined ? {} : { clearance: numberOf(clearance) }),
    ...(version === undefined ? {} : { version: numberOf(version) }),
    ...(roles === undefined && rolesShown === undefined ? {} : { roles: [roles ?? []].flat() }),
  };
}

const numberOf = (text: unknown): unknown => (typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : text);
