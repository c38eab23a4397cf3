import type { QueryRunner } from 'typeorm';

/** What a function says before, and what it says after. */
export type Words = readonly [before: string, after: string];

/**
 * Changes words of a function as the database holds it, so that whatever else has changed in it stays.
 * Throws unless each stands there exactly once; with `back` the change is undone.
 */
export async function rewordFunction(
  runner: QueryRunner,
  signature: string,
  words: readonly Words[],
  back = false,
): Promise<void> {
  const [found] = (await runner.query(`SELECT pg_get_functiondef('${signature}'::regprocedure) AS text`)) as [
    { text: string },
  ];
  let { text } = found;
  for (const [before, after] of words) {
    const [from, to] = back ? [after, before] : [before, after];
    if (text.split(from).length !== 2) throw new Error(`${signature} does not say once: ${from}`);
    text = text.replace(from, () => to);
  }
  await runner.query(text);
}
