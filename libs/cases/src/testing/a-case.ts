import type { OpenCaseInput } from '../case.input.js';

/** A case as a client posts it, with something in every text; change what the test is about. */
export const aCase = (change: Partial<OpenCaseInput> = {}): Record<string, unknown> => ({
  name: 'Heron',
  reason: 'A line that needs an operation of its own',
  endsOn: '2027-06-01',
  marking: 'OFFICIAL-SENSITIVE',
  summary: 'A line that runs north by rail.',
  lines: 'Lantern',
  people: 'One line holder, not named yet',
  pursue: 'Find the line holder',
  prevent: 'Visit the schools',
  protect: 'Visit the cuckooed addresses',
  prepare: 'Tell the county force',
  ...change,
});
