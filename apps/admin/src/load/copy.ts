import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Value = string | number | boolean | Date | readonly string[] | null | undefined;

/** Rows of a table in COPY's text format, sent together. */
export class CopyBuffer {
  private lines: string[] = [];

  public constructor(
    private readonly table: string,
    private readonly columns: string,
  ) {}

  public add(row: readonly Value[]): void {
    this.lines.push(row.map(text).join('\t'));
  }

  public async send(client: Client): Promise<number> {
    const lines = this.lines;
    this.lines = [];
    if (lines.length === 0) return 0;
    const stream = client.query(copyFrom(`COPY ${this.table} (${this.columns}) FROM STDIN`));
    await pipeline(Readable.from([`${lines.join('\n')}\n`]), stream);
    return lines.length;
  }
}

function text(value: Value): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return String(value);
  return escaped(`{${value.map((one) => `"${one.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
}

const escaped = (value: string): string =>
  /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (one) => ESCAPES[one]!) : value;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
