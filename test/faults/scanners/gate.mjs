import { createServer, request as ask } from 'node:http';

const CLOSED = /^\/(sign-out|account\/password)/;

/** Our server as a crawler may walk it: what would sign it out, or give it another password, is not there. */
export async function gateTo(url) {
  const { hostname, port } = new URL(url);
  const pages = new Set();
  const gate = createServer((request, reply) => {
    if (CLOSED.test(request.url)) return reply.writeHead(404).end();
    const { method, headers, url: path } = request;
    const inner = ask({ hostname, port, method, path, headers }, (answer) => {
      if (method === 'GET' && answer.statusCode === 200) pages.add(path.split('?')[0]);
      reply.writeHead(answer.statusCode, answer.headers);
      answer.pipe(reply);
    });
    inner.once('error', () => reply.destroy());
    request.pipe(inner);
  });
  await new Promise((resolve) => gate.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${gate.address().port}`,
    /** Paths that were read. */
    pages,
    close: () => {
      gate.closeAllConnections();
      gate.close();
    },
  };
}
