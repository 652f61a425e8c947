import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A network between the editor and a system that can be cut and mended. */
export interface Network {
  /** Where the system is reached through it. */
  origin: string;
  /** Ends every connection and accepts none. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Starts a network to a system at this origin. */
export async function startNetwork(system: string): Promise<Network> {
  const target = Number(new URL(system).port);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;

  function carry(client: Socket): void {
    const upstream = connect(target, '127.0.0.1');
    for (const each of [client, upstream]) {
      sockets.add(each);
      each.on('error', () => undefined);
      each.once('close', () => {
        sockets.delete(each);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  }

  async function mend(): Promise<void> {
    server = createServer(carry);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  }

  await mend();
  return {
    origin: `http://127.0.0.1:${port}`,
    mend,
    async cut() {
      if (server?.listening !== true) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
