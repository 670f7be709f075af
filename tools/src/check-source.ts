import { step } from './step.ts'

const programs = ['browser', 'node', 'tests']

/** Types and lint rules of every room. */
export async function checkSource(): Promise<boolean> {
  const codes: number[] = []
  for (const program of programs) {
    codes.push(await step(`types: ${program}`, ['tsc', '-p', `configs/tsconfig/${program}.json`]))
  }
  codes.push(await step('lint', ['oxlint']))
  return codes.every((code) => code === 0)
}
