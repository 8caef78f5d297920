import type { Timeline } from './timeline.ts'

type Listener = (event: MessageEvent) => void

/** Tabs of one laptop hear each other at the next moment of virtual time. One world at a time in a process. */
export function installBroadcast(timeline: Timeline): () => void {
  const channels = new Map<string, Set<{ hear: Listener | null }>>()
  class SimulatedChannel {
    private readonly self: { hear: Listener | null } = { hear: null }
    private readonly name: string
    constructor(name: string) {
      this.name = name
      channels.set(name, (channels.get(name) ?? new Set()).add(this.self))
    }
    addEventListener(_type: string, hear: Listener): void {
      this.self.hear = hear
    }
    postMessage(data: unknown): void {
      const others = [...(channels.get(this.name) ?? [])].filter((other) => other !== this.self)
      for (const other of others) timeline.at(timeline.now(), () => other.hear?.({ data } as MessageEvent))
    }
    close(): void {
      this.self.hear = null
      channels.get(this.name)?.delete(this.self)
    }
  }
  const real = globalThis.BroadcastChannel
  globalThis.BroadcastChannel = SimulatedChannel as unknown as typeof BroadcastChannel
  return () => {
    globalThis.BroadcastChannel = real
  }
}
