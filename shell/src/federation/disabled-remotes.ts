const parameter = 'disable'

/** Remotes switched off for this page by its address: `?disable=search,compose`. */
export function disabledByAddress(search: string): ReadonlySet<string> {
  const names = new URLSearchParams(search).getAll(parameter).flatMap((list) => list.split(','))
  return new Set(names.map((name) => name.trim()).filter(Boolean))
}
