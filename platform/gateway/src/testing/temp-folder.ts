import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const folders: string[] = []

export function createTempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'atrium-test-'))
  folders.push(folder)
  return folder
}

/** For `afterAll`. */
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
