export const init = (): void => undefined

export const get = (): Promise<object> => Promise.resolve({ default: 'no factory' })
