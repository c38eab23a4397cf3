/** Links that keep the filters: everything a list shows is in its URL. */
type Query = Record<string, unknown>;

/** `withQuery('/reports', query, {sort: 'date', cursor: undefined})`: changes win, empty values are dropped. */
export function withQuery(path: string, query: Query = {}, changes: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes })) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(name, String(one));
    }
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** The query without one value of one filter: the link of a "remove this filter" tag. */
export function withoutFilter(path: string, query: Query, name: string, value: unknown): string {
  const held = query[name];
  const rest = Array.isArray(held) ? held.filter((one) => String(one) !== String(value)) : undefined;
  return withQuery(path, query, { [name]: rest, cursor: undefined });
}

export interface SortLink {
  href: string;
  aria: 'ascending' | 'descending' | 'none';
}

/** Sort parameters read `date` and `-date`. Following a link starts again at the first page. */
export function sortLink(path: string, query: Query, column: string, current: string | undefined): SortLink {
  const aria = current === column ? 'ascending' : current === `-${column}` ? 'descending' : 'none';
  const next = aria === 'ascending' ? `-${column}` : column;
  return { href: withQuery(path, query, { sort: next, cursor: undefined, before: undefined }), aria };
}
