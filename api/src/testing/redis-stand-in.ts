// As much of a Redis as counting rates needs: it says it is ready, and counts.

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A listening stand-in. */
export interface RedisStandIn {
  url: string;
  /** The key of every count, in order. */
  countedKeys: string[];
  close(): Promise<void>;
}

/** Starts one on a free port of this machine. */
export async function startRedisStandIn(): Promise<RedisStandIn> {
  const countedKeys: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      for (const [, name = ''] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        if (/^eval/i.test(name)) {
          const [, key = ''] = /\r\n(mindbot:[^\r]*)\r\n/.exec(data.toString()) ?? [];
          countedKeys.push(key);
          const count = countedKeys.filter((counted) => counted === key).length;
          socket.write(`*2\r\n:${count}\r\n:60000\r\n`);
        } else {
          socket.write(/^info$/i.test(name) ? '$9\r\nloading:0\r\n' : '+OK\r\n');
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    countedKeys,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
