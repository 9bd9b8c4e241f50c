import { MessageChannel } from 'node:worker_threads';
import { type Crew, type Member, startCrew } from './crew.ts';
import type { Rules, WalkerSetup, WorkerMessage, WorkerSetup } from './protocol.ts';

const reader = new URL('../examination/worker.js', import.meta.url);
const walker = new URL('../examination/walker.js', import.meta.url);

export interface ReadersOptions {
  setup: WorkerSetup;
  /** Threads that read. */
  threads: number;
  /** Number of the first batch when one more thread walks for all of them; without it each reader walks by itself. */
  walkFrom?: number;
  onMessage: (message: WorkerMessage) => Promise<void> | void;
  signal?: AbortSignal;
}

/** The threads that look at every entry. Until the rules are handed over they hash evidence and take entries in. */
export function startReaders(options: ReadersOptions): Crew & { rules(rules: Rules): void } {
  const { setup, threads, walkFrom, onMessage, signal } = options;
  const members: Member[] = [];
  if (walkFrom === undefined) for (let i = 0; i < threads; i++) members.push({ code: reader, setup });
  else {
    const load = new SharedArrayBuffer(4 * (threads + 1));
    const channels = Array.from({ length: threads }, () => new MessageChannel());
    for (const [place, { port1: port }] of channels.entries())
      members.push({ code: reader, setup: { ...setup, supply: { port, load, place } }, transfer: [port] });
    const ports = channels.map((channel) => channel.port2);
    const { evidence, done, withoutHistory = false } = setup;
    const walks: WalkerSetup = { evidence, first: walkFrom, done, withoutHistory, ports, load };
    members.push({ code: walker, setup: walks, transfer: ports, young: 32 });
  }
  const crew = startCrew(members, onMessage, signal);
  return {
    ...crew,
    rules: (rules) => {
      for (const thread of crew.threads.slice(0, threads)) thread.postMessage(rules);
    },
  };
}
