import { describe, expect, it } from 'vitest'
import { createPasswords, queue } from '../../../src/server/access/passwords.ts'

describe('passwords', () => {
  it('are hashed with argon2id, 64 MiB, three passes, and an unknown account costs the same', async () => {
    const passwords = createPasswords()
    const stored = await passwords.hash('a long enough password')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
    expect(await passwords.verify(stored, 'a long enough password')).toBe(true)
    expect(await passwords.verify(stored, 'another password')).toBe(false)
    // What this process worked: how long it waited for a processor says nothing of a password.
    const workOf = async (verify: () => Promise<unknown>): Promise<number> => {
      const began = process.cpuUsage()
      await verify()
      const { user, system } = process.cpuUsage(began)
      return user + system
    }
    const known = await workOf(() => passwords.verify(stored, 'another password'))
    const unknown = await workOf(() => passwords.verify(null, 'another password'))
    // Without the work for nobody it would be a hundredth at most.
    expect(unknown).toBeGreaterThan(known / 10)
  })

  it('are never right for an unknown account', async () => {
    const cheap = { memoryCost: 1_024, timeCost: 1, parallelism: 1 }
    expect(await createPasswords().verify(null, '')).toBe(false)
    for (const password of ['', 'nobody']) expect(await createPasswords(cheap).verify(null, password)).toBe(false)
  })
})

describe('the queue before the hash', () => {
  it('runs two at a time, in order, and refuses when too many wait', async () => {
    const inTurn = queue(2, 3)
    const open: (() => void)[] = []
    const began: number[] = []
    const work = (name: number) =>
      inTurn(async () => {
        began.push(name)
        await new Promise<void>((resolve) => open.push(resolve))
        return name
      })
    const results = [1, 2, 3, 4, 5].map(work)
    expect(await work(6)).toBeNull()
    expect(began).toEqual([1, 2])
    open[0]?.()
    expect(await results[0]).toBe(1)
    expect(began).toEqual([1, 2, 3])
    for (let index = 1; index < 5; index += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      open[index]?.()
    }
    expect(await Promise.all(results)).toEqual([1, 2, 3, 4, 5])
  })

  it('goes on after a work that fails', async () => {
    const inTurn = queue(1, 1)
    await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await inTurn(() => Promise.resolve('yes'))).toBe('yes')
  })
})
