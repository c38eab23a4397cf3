import { declaredPermissions, declarePermissions, isDeclared, permissionsOf } from './permissions.js';

describe('permissions and the roles that hold them', () => {
  beforeAll(() => declarePermissions({ 'lamp.light': ['analyst', 'lead'], 'lamp.put-out': ['lead'], 'lamp.see': [] }));

  it('are held by whoever has any of their roles, and by nobody else', () => {
    expect([...permissionsOf(['lead'])].sort()).toEqual(['lamp.light', 'lamp.put-out']);
    expect([...permissionsOf(['analyst'])]).toEqual(['lamp.light']);
    expect([...permissionsOf(['reader', 'analyst'])]).toEqual(['lamp.light']);
    expect([...permissionsOf(['reader'])]).toEqual([]);
    expect([...permissionsOf([])]).toEqual([]);
  });

  it('are declared, or nobody knows them', () => {
    expect(isDeclared('lamp.see')).toBe(true);
    expect(isDeclared('lamp.break')).toBe(false);
    expect([...declaredPermissions().keys()]).toEqual(['lamp.light', 'lamp.put-out', 'lamp.see']);
    expect([...declaredPermissions().get('lamp.light')!]).toEqual(['analyst', 'lead']);
  });

  it('of roles that were asked before include what was declared since', () => {
    expect(permissionsOf(['officer']).has('lamp.trim')).toBe(false);
    declarePermissions({ 'lamp.trim': ['officer'] });
    expect(permissionsOf(['officer']).has('lamp.trim')).toBe(true);
    expect(permissionsOf(['officer'])).toBe(permissionsOf(['officer']));
  });

  it('may be declared again with the same roles, and never with fewer, more or others', () => {
    expect(() => declarePermissions({ 'lamp.light': ['lead', 'analyst'] })).not.toThrow();
    for (const roles of [['analyst'], ['analyst', 'lead', 'officer'], ['analyst', 'officer'], []] as const)
      expect(() => declarePermissions({ 'lamp.light': roles })).toThrow('"lamp.light" is declared twice');
    expect([...permissionsOf(['officer'])]).toEqual(['lamp.trim']);
  });

  it.each(['lamp', 'lamp.', '.light', 'Lamp.light', 'lamp.light.twice', 'lamp light', 'lamp.light '])(
    'are called noun.verb, which "%s" is not',
    (name) => {
      expect(() => declarePermissions({ [name]: ['analyst'] })).toThrow('is not noun.verb');
      expect(isDeclared(name)).toBe(false);
    },
  );
});
