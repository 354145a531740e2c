// SPDX-License-Identifier: Apache-2.0
// Several nodes of one tool: httpds behind a balancer without stickiness, with one PostgreSQL and
// one Redis between them, as a campus runs them that has outgrown one machine.

import net from 'node:net';
import { campusDirectives, startCampus } from './campus.js';
import { startHttpd } from './httpd.js';
import { startRedis } from './redis.js';

/** Sends each connection to the next of `ports`, or to `only` while that is set. */
async function startBalancer() {
  const sockets = new Set();
  const balancer = { ports: [], only: undefined };
  let turn = 0;
  const keep = (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = net.createServer((socket) => {
    turn += 1;
    const port = balancer.only ?? balancer.ports[turn % balancer.ports.length];
    const onward = net.connect(port, '127.0.0.1');
    for (const one of [socket, onward]) keep(one);
    socket.pipe(onward).pipe(socket);
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return Object.assign(balancer, {
    url: `http://localhost:${server.address().port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/**
 * Starts two nodes and resolves to {campus (of startCampus, its httpd the first node), nodes (both
 * httpds), redis, on(i, work): runs work while every request goes to node i, stop()}. Options as of
 * startCampus; `clocks` are two of movableClock() (clock.js).
 */
export async function startNodes(options = {}) {
  const redis = await startRedis();
  const balancer = await startBalancer();
  const shared = {
    ...options,
    origin: balancer.url,
    server: { LTIZoomCache: `redis:${redis.address}`, ...options.server },
  };
  const httpd = (i) => ({
    ...options.httpd, modules: ['socache_redis'], env: options.clocks?.[i].env,
  });
  const stops = [() => balancer.stop(), () => redis.stop()];
  try {
    const campus = await startCampus({ ...shared, db: 'pgsql', httpd: httpd(0) });
    stops.unshift((how) => campus.stop(how));
    const second = await startHttpd({
      ...httpd(1),
      prepare: () => ({ directives: campusDirectives(campus.httpd.root, { ...shared, ...campus }) }),
    });
    stops.unshift((how) => second.stop(how));
    const nodes = [campus.httpd, second];
    balancer.ports = nodes.map(({ port }) => port);
    return {
      campus,
      nodes,
      redis,
      async on(i, work) {
        balancer.only = nodes[i].port;
        try {
          return await work();
        } finally {
          balancer.only = undefined;
        }
      },
      stop: (how) => stopAll(stops, how),
    };
  } catch (error) {
    await stopAll(stops).catch(() => {});
    throw error;
  }
}

async function stopAll(stops, how) {
  let failure;
  for (const stop of stops.splice(0)) {
    await stop(how).catch((error) => { failure ??= error; });
  }
  if (failure) throw failure;
}
