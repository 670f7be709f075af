const isKey = (name: string): boolean => /^ATRIUM_(NEXT_REGISTRY|REGISTRY|TEAM)_KEY(_FILE|_COMMAND)?$/.test(name)

/** An environment for programs that sign nothing: without private keys, and without the way to them. */
export const withoutKeys = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !isKey(name)))
