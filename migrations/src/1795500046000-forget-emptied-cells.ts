import type { MigrationInterface, QueryRunner } from 'typeorm';

const FIGURES = 'picture.figures(date, date)';
const CELLS = [
  'GROUP BY GROUPING SETS ((f.month), (f.month, f.owner_id), (f.month, f.confidence))',
  'GROUP BY f.area, f.month',
];
const COUNTED = ' HAVING sum(f.reports) <> 0';

/** A cell whose reports have all entered operations is no cell: a nought where others have nothing would tell of them. */
export class ForgetEmptiedCells1795500046000 implements MigrationInterface {
  public up(runner: QueryRunner): Promise<void> {
    return this.reword(
      runner,
      CELLS.map((cell) => [cell, cell + COUNTED]),
    );
  }

  public down(runner: QueryRunner): Promise<void> {
    return this.reword(
      runner,
      CELLS.map((cell) => [cell + COUNTED, cell]),
    );
  }

  /** The function as the database holds it, so that whatever else has changed in it stays. */
  private async reword(runner: QueryRunner, words: [before: string, after: string][]): Promise<void> {
    const [found] = (await runner.query(`SELECT pg_get_functiondef('${FIGURES}'::regprocedure) AS text`)) as {
      text: string;
    }[];
    let text = found!.text;
    for (const [before, after] of words) {
      if (!text.includes(before)) throw new Error(`${FIGURES} no longer says "${before}"`);
      text = text.replaceAll(before, after);
    }
    await runner.query(text);
  }
}
