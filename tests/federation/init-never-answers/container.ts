export const init = (): Promise<void> => new Promise(() => undefined)

export const get = (): Promise<() => object> => Promise.resolve(() => ({}))
