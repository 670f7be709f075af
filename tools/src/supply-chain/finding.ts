/** What one check of the supply chain found. What could not be asked is neither good nor bad. */
export interface Finding {
  readonly what: string
  readonly result: 'passed' | 'failed' | 'not checked'
  readonly detail: string
}
