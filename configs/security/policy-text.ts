/** Directive → sources; an empty list is a directive without a value. */
export type Policy = Readonly<Record<string, readonly string[]>>

/**
 * The value of a `Content-Security-Policy` header.
 *
 * @throws Error when a source could end its directive or begin another one.
 */
export function policyText(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => {
      const odd = sources.find((source) => /[\s;,]/.test(source) || source === '')
      if (odd !== undefined) throw new Error(`${JSON.stringify(odd)} cannot be a source of ${directive}`)
      return [directive, ...sources].join(' ')
    })
    .join('; ')
}
