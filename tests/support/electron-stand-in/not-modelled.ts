/** What the stand-in does not know must not pass in silence: reading such a member throws and says which. */
export function withNameOfMissing<T extends object>(name: string, model: T): T {
  return new Proxy(model, {
    get: (target, key): unknown => {
      const isLanguageOwn = typeof key === 'symbol' || key === 'then' || key === 'toJSON' || key === 'constructor'
      if (!isLanguageOwn && !(key in target)) throw new Error(`The stand-in for Electron does not model ${name}.${key}`)
      const value: unknown = Reflect.get(target, key, target)
      // Private fields are the model's own: its methods run on it, not on this cover.
      return typeof value === 'function' && key !== 'constructor' ? (value.bind(target) as unknown) : value
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  })
}
