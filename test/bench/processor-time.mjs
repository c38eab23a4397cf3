/** Processor time that processes have used, where /proc tells; a ratio of it stands also on a machine that others load. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const TICK_US = 10_000;

function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ').map(Number);
    return { parent: fields[1], own: fields[11] + fields[12], ended: fields[13] + fields[14] };
  } catch {
    return { parent: 0, own: 0, ended: 0 };
  }
}

/** Microseconds of a server and of a whole PostgreSQL, children that ended included; undefined where nothing tells. */
export function processorTime(server, postgres) {
  if (!existsSync('/proc/self/stat')) return undefined;
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name).parent === postgres);
  const backends = children.reduce((sum, child) => sum + statOf(child).own, statOf(postgres).ended);
  return (statOf(server).own + backends) * TICK_US;
}
