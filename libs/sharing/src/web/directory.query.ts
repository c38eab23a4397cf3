import { Injectable } from '@nestjs/common';
import { listAgencies, listAreas, type Agency, type Area } from '@clin/identity';
import { Read, type Actor } from '@clin/platform';
import type { Names } from './words.js';

export interface Known {
  agencies: Agency[];
  areas: Area[];
  agency: Names;
  area: Names;
}

/** Agencies and areas, and what their codes are called. */
@Injectable()
export class Directory {
  public constructor(private readonly read: Read) {}

  public async for(actor: Actor): Promise<Known> {
    const [agencies, areas] = await this.read.run(actor, (q) => Promise.all([listAgencies(q), listAreas(q)]));
    const called = (list: readonly { code: string; name: string }[]): Names => {
      const names = new Map(list.map(({ code, name }) => [code, name]));
      return (code) => names.get(code) ?? code;
    };
    return { agencies, areas, agency: called(agencies), area: called(areas) };
  }
}
