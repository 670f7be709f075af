export const init = (): never => {
  throw new Error('init fails')
}

export const get = (): Promise<() => object> => Promise.resolve(() => ({}))
